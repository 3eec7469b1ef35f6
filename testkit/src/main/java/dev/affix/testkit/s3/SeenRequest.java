package dev.affix.testkit.s3;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * A request that came through a {@link FaultProxy}, without what could be used again: its
 * authorization, security token and the signature of a presigned URL are left out.
 *
 * @param method as sent
 * @param path as sent, still encoded
 * @param query as sent, still encoded, without the question mark; empty if there is none
 * @param headers by lower-case name; values of a repeated one are joined by commas
 */
public record SeenRequest(String method, String path, String query, Map<String, String> headers) {
  private static final Set<String> SECRET =
      Set.of("authorization", "x-amz-security-token", "cookie", "proxy-authorization");
  private static final Pattern SECRET_PARAMETER =
      Pattern.compile("(?i)(x-amz-signature|x-amz-security-token|signature)=[^&]*");

  /** Takes a copy of the headers. */
  public SeenRequest {
    headers = Collections.unmodifiableMap(new TreeMap<>(headers));
  }

  /** The value of the header, whose name may be spelt in any case. */
  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(MessageHead.lower(name)));
  }

  static SeenRequest of(MessageHead head) {
    Map<String, String> headers = new TreeMap<>();
    for (String line : head.lines()) {
      String name = MessageHead.nameIn(line);
      if (!SECRET.contains(name)) {
        headers.merge(name, MessageHead.valueIn(line), (one, two) -> one + ", " + two);
      }
    }
    List<String> target = List.of(head.word(1).split("\\?", 2));
    String query = target.size() < 2 ? "" : target.get(1);
    return new SeenRequest(
        head.word(0),
        target.get(0),
        SECRET_PARAMETER.matcher(query).replaceAll("$1=removed"),
        headers);
  }
}
