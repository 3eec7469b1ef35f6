package dev.affix.internal;

/** Whether Jakarta Validation is on the class path; it need not be. */
final class JakartaValidation {
  private JakartaValidation() {}

  static boolean isPresent() {
    try {
      Class.forName(
          "jakarta.validation.Validation", false, JakartaValidation.class.getClassLoader());
      return true;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }
}
