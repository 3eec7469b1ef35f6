package dev.affix.validation;

import dev.affix.internal.handles.HandleFields;
import dev.affix.internal.mapping.UploadLimits;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import org.jspecify.annotations.Nullable;

/** Applies {@link ImageDimensions} to what a handle holds, without loading it. */
public final class ImageDimensionsValidator
    implements ConstraintValidator<ImageDimensions, Object> {
  private UploadLimits limits = UploadLimits.NONE;

  /** For the validation provider. */
  public ImageDimensionsValidator() {}

  @Override
  public void initialize(ImageDimensions annotation) {
    limits = limits.with(annotation);
  }

  @Override
  public boolean isValid(@Nullable Object handle, ConstraintValidatorContext context) {
    return handle == null || limits.faultOf(HandleFields.stateOf(handle).facts()).isEmpty();
  }
}
