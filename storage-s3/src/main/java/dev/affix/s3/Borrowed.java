package dev.affix.s3;

import java.util.concurrent.CompletableFuture;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.IdentityProvider;
import software.amazon.awssdk.identity.spi.ResolveIdentityRequest;

/**
 * Somebody else's credentials. What the SDK makes of them closes every provider it is given that
 * can be closed; it finds no such method here.
 */
record Borrowed(IdentityProvider<? extends AwsCredentialsIdentity> lender)
    implements IdentityProvider<AwsCredentialsIdentity> {

  @Override
  public Class<AwsCredentialsIdentity> identityType() {
    return AwsCredentialsIdentity.class;
  }

  @Override
  public CompletableFuture<? extends AwsCredentialsIdentity> resolveIdentity(
      ResolveIdentityRequest request) {
    return lender.resolveIdentity(request);
  }
}
