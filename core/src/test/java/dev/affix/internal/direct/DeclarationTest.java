package dev.affix.internal.direct;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeclarationTest {
  private static final String MD5 = "1B2M2Y8AsgTpgAmY7PhCfg==";

  @Test
  void theTypeLosesItsParametersAndTheChecksumItsBase64() {
    assertThat(in("\"a.txt\"", "\"Text/Plain; charset=utf-8\"", "12", "\"" + MD5 + "\""))
        .isEqualTo(new Declaration("a.txt", "text/plain", 12, "d41d8cd98f00b204e9800998ecf8427e"));
  }

  @ParameterizedTest
  @CsvSource(
      value = {"null", "''", "' '"},
      quoteCharacter = '~')
  void aMissingTypeIsUnknown(String type) {
    String spelled = type.equals("null") ? type : type.replace('\'', '"');
    assertThat(in("\"a\"", spelled, "1", "\"" + MD5 + "\"").contentType())
        .isEqualTo("application/octet-stream");
  }

  @Test
  void whateverElseIsInItMakesNoDifference() {
    String body =
        "{\"attachment_name\":\"x\",\"blob\":{\"metadata\":{\"identified\":true},\"key\":\"../x\","
            + "\"filename\":\"a\",\"byte_size\":1,\"checksum\":\""
            + MD5
            + "\"}}";
    assertThat(Declaration.in(body).filename()).isEqualTo("a");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '~',
      delimiter = '|',
      value = {
        "400 | 7 | \"image/png\" | 1 | \"1B2M2Y8AsgTpgAmY7PhCfg==\"",
        "422 | \"\" | \"image/png\" | 1 | \"1B2M2Y8AsgTpgAmY7PhCfg==\"",
        "422 | \"../a\" | \"image/png\" | 1 | \"1B2M2Y8AsgTpgAmY7PhCfg==\"",
        "422 | \"a\\r\\nb\" | \"image/png\" | 1 | \"1B2M2Y8AsgTpgAmY7PhCfg==\"",
        "422 | \"gpj\\u202eexe\" | \"image/png\" | 1 | \"1B2M2Y8AsgTpgAmY7PhCfg==\"",
        "400 | \"a\" | 1 | 1 | \"1B2M2Y8AsgTpgAmY7PhCfg==\"",
        "422 | \"a\" | \"png\" | 1 | \"1B2M2Y8AsgTpgAmY7PhCfg==\"",
        "422 | \"a\" | \"image/png\\r\\nX: y\" | 1 | \"1B2M2Y8AsgTpgAmY7PhCfg==\"",
        "400 | \"a\" | \"image/png\" | \"1\" | \"1B2M2Y8AsgTpgAmY7PhCfg==\"",
        "400 | \"a\" | \"image/png\" | 1.0 | \"1B2M2Y8AsgTpgAmY7PhCfg==\"",
        "400 | \"a\" | \"image/png\" | 1e3 | \"1B2M2Y8AsgTpgAmY7PhCfg==\"",
        "400 | \"a\" | \"image/png\" | 9999999999999999999 | \"1B2M2Y8AsgTpgAmY7PhCfg==\"",
        "422 | \"a\" | \"image/png\" | 0 | \"1B2M2Y8AsgTpgAmY7PhCfg==\"",
        "422 | \"a\" | \"image/png\" | -1 | \"1B2M2Y8AsgTpgAmY7PhCfg==\"",
        "400 | \"a\" | \"image/png\" | 1 | null",
        "400 | \"a\" | \"image/png\" | 1 | \"1B2M2Y8AsgTpgAmY7PhCfg\"",
        "400 | \"a\" | \"image/png\" | 1 | \"1B2M2Y8AsgTpgAmY7PhCfh==\"",
        "400 | \"a\" | \"image/png\" | 1 | \"AAAA\"",
        "400 | \"a\" | \"image/png\" | 1 | \"*B2M2Y8AsgTpgAmY7PhCfg==\"",
      })
  void whatNoHonestClientSendsIsRefused(
      int status, String filename, String type, String size, String checksum) {
    Refusal refusal = catchThrowableOfType(Refusal.class, () -> in(filename, type, size, checksum));
    assertThat(refusal.status()).isEqualTo(status);
  }

  @ParameterizedTest
  @CsvSource(
      value = {"[]", "{}", "{\"blob\":[]}", "null", "{\"blob\":{}}", "x"},
      quoteCharacter = '~')
  void anotherShapeIsRefused(String body) {
    Refusal refusal = catchThrowableOfType(Refusal.class, () -> Declaration.in(body));
    assertThat(refusal.status()).isEqualTo(400);
  }

  private static Declaration in(String filename, String type, String size, String checksum) {
    return Declaration.in(
        "{\"blob\":{\"filename\":%s,\"content_type\":%s,\"byte_size\":%s,\"checksum\":%s}}"
            .formatted(filename, type, size, checksum));
  }
}
