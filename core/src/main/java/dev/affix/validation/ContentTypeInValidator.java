package dev.affix.validation;

import dev.affix.internal.handles.HandleFields;
import dev.affix.internal.mapping.UploadLimits;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import org.jspecify.annotations.Nullable;

/** Applies {@link ContentTypeIn} to what a handle holds, without loading it. */
public final class ContentTypeInValidator implements ConstraintValidator<ContentTypeIn, Object> {
  private UploadLimits limits = UploadLimits.NONE;

  /** For the validation provider. */
  public ContentTypeInValidator() {}

  @Override
  public void initialize(ContentTypeIn annotation) {
    limits = limits.with(annotation);
  }

  @Override
  public boolean isValid(@Nullable Object handle, ConstraintValidatorContext context) {
    return handle == null || limits.faultOf(HandleFields.stateOf(handle).facts()).isEmpty();
  }
}
