package dev.affix.internal.signing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.affix.image.ImageFormat;
import dev.affix.image.Variation;
import dev.affix.serving.SigningKeys;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** URLs that are out in the world: the bytes were computed apart from this code and stay so. */
class TokenGoldenTest {

  static Stream<Arguments> pinned() {
    return Stream.of(
        Arguments.of(
            Samples.publicPhoto(),
            "photo.jpg",
            "EQEABWxvY2FsAZKPPnwAeryN7wEjRWeJqwADWjjzrrV9xgjRTHVQV_sYZt4CF6RUkcLTTtaaS9axQxM3ZA"),
        Arguments.of(
            Samples.signedDownload(),
            "%C3%9Cbersicht%202026.pdf",
            "EQEVBWxvY2FsAZKPPnwAeryN7wEjRWeJqwADWjjzrrV9xgjRTHVQV_sYZt4R4aclZg3R91bMCv9PPEeZXn3E3g"),
        Arguments.of(
            Samples.signedVariant(),
            "photo.webp",
            "EQEZAnMzAZKPPnwAeryN7wEjRWeJqwADWjjzrrV9xgjRTHVQV_sYZt4CCHN0YW5kYXJk2GsJ8Ji0buzP777HCfZ-"
                + "AAXhpyVSMiSqEgrDvxZT4Y9R0xwG"),
        Arguments.of(
            Samples.guardedAdopted(),
            "original.png",
            "EQFqAnMzAZKPPnwAeryN7wEjRWeJqxRpY29ucy83L29yaWdpbmFsLnBuZwMIc3RhbmRhcmTYawnwmLRu7M_vvscJ"
                + "9n4AAAtpbWFnZS94LW9kZBRpY29ucy83L3N0YW5kYXJkLnBuZwGSjz58AXq8je8BI0VniatGY1fIcCL-UH"
                + "fPuEPtp5rl"));
  }

  @ParameterizedTest
  @MethodSource("pinned")
  void tokensKeepTheirBytes(ServeToken token, String segment, String text) {
    assertThat(Samples.codec().sign(token, segment)).isEqualTo(text);
    assertThat(Samples.codec().open(text, segment)).contains(token);
  }

  @Test
  void theNumberOfTheKeyIsInTheToken() {
    byte[] other = new byte[32];
    Arrays.fill(other, 0, 16, (byte) 7);
    Arrays.fill(other, 16, 32, (byte) 9);
    var codec = new TokenCodec(SigningKeys.of(other).withId(200));
    assertThat(codec.sign(Samples.publicPhoto(), "photo.jpg"))
        .isEqualTo(
            "EcgABWxvY2FsAZKPPnwAeryN7wEjRWeJqwADWjjzrrV9xgjRTHVQV_sYZt4CC6oETMqAk7N-1pkl_CQJLw");
  }

  @Test
  void theDigestInThemIsTheRecipes() {
    var recipe =
        Variation.of(Variation.resizeToLimit(100, 100), Variation.format(ImageFormat.WEBP));
    assertThat(recipe.digest()).isEqualTo(Samples.DIGEST);
  }

  @Test
  void contentTypesKeepTheirNumbers() {
    String pinned =
        "application/octet-stream image/jpeg image/png image/gif image/webp "
            + "image/avif image/svg+xml image/bmp image/tiff image/heic image/heif "
            + "image/vnd.microsoft.icon image/x-icon image/jxl image/jp2 "
            + "image/vnd.adobe.photoshop application/pdf application/postscript text/plain "
            + "text/html text/css text/csv text/markdown text/javascript text/calendar "
            + "text/vcard text/xml application/javascript application/json application/xml "
            + "application/xhtml+xml application/rtf application/epub+zip application/zip "
            + "application/gzip application/x-tar application/x-7z-compressed "
            + "application/x-bzip2 application/x-xz application/zstd application/vnd.rar "
            + "application/java-archive application/msword application/vnd.ms-excel "
            + "application/vnd.ms-powerpoint "
            + "application/vnd.openxmlformats-officedocument.wordprocessingml.document "
            + "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet "
            + "application/vnd.openxmlformats-officedocument.presentationml.presentation "
            + "application/vnd.oasis.opendocument.text "
            + "application/vnd.oasis.opendocument.spreadsheet "
            + "application/vnd.oasis.opendocument.presentation "
            + "application/vnd.oasis.opendocument.graphics message/rfc822 font/ttf "
            + "font/otf font/woff font/woff2 audio/mpeg audio/mp4 audio/ogg audio/opus "
            + "audio/wav audio/vnd.wave audio/x-wav audio/webm audio/flac audio/x-flac "
            + "audio/aac audio/midi video/mp4 video/webm video/ogg video/mpeg "
            + "video/quicktime video/x-msvideo video/x-matroska video/3gpp";
    // New types go to the end, and then to the end here.
    assertThat(String.join(" ", ContentTypes.TABLE)).isEqualTo(pinned);
    assertThat(ContentTypes.TABLE).doesNotHaveDuplicates();
    assertThat(ContentTypes.numberOf("application/octet-stream")).isEqualTo(1);
    assertThat(ContentTypes.of(ContentTypes.TABLE.size())).isEqualTo("video/3gpp");
  }
}
