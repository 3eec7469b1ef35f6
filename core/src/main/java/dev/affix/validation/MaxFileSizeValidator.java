package dev.affix.validation;

import dev.affix.AttachedMany;
import dev.affix.AttachedOne;
import dev.affix.internal.mapping.FileFacts;
import dev.affix.internal.mapping.UploadLimits;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Applies {@link MaxFileSize} to what a handle holds, without loading it. */
abstract class MaxFileSizeValidator<H> implements ConstraintValidator<MaxFileSize, H> {
  private UploadLimits limits = UploadLimits.NONE;

  @Override
  public void initialize(MaxFileSize annotation) {
    limits = limits.with(annotation);
  }

  abstract List<FileFacts> filesOf(H handle);

  @Override
  public boolean isValid(@Nullable H handle, ConstraintValidatorContext context) {
    return handle == null || limits.faultOf(filesOf(handle)).isEmpty();
  }

  static final class ForOne extends MaxFileSizeValidator<AttachedOne> {
    @Override
    List<FileFacts> filesOf(AttachedOne handle) {
      return handle.known();
    }
  }

  static final class ForMany extends MaxFileSizeValidator<AttachedMany> {
    @Override
    List<FileFacts> filesOf(AttachedMany handle) {
      return handle.known();
    }
  }
}
