package dev.affix.proof;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.hibernate.bytecode.enhance.spi.DefaultEnhancementContext;
import org.hibernate.bytecode.enhance.spi.Enhancer;
import org.hibernate.bytecode.internal.BytecodeProviderInitiator;
import org.jspecify.annotations.Nullable;

/** Makes one class anew as Hibernate's build plug-ins do, and takes all others from its parent. */
final class EnhancingLoader extends ClassLoader {
  private final String name;
  private final Enhancer enhancer;

  EnhancingLoader(Class<?> entity) {
    super(entity.getClassLoader());
    this.name = entity.getName();
    this.enhancer =
        BytecodeProviderInitiator.buildDefaultBytecodeProvider()
            .getEnhancer(
                new DefaultEnhancementContext() {
                  @Override
                  public ClassLoader getLoadingClassLoader() {
                    return EnhancingLoader.this;
                  }
                });
  }

  static Class<?> enhanced(Class<?> entity) {
    try {
      return new EnhancingLoader(entity).loadClass(entity.getName());
    } catch (ClassNotFoundException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  protected Class<?> loadClass(String wanted, boolean resolve) throws ClassNotFoundException {
    if (!wanted.equals(name)) {
      return super.loadClass(wanted, resolve);
    }
    synchronized (getClassLoadingLock(wanted)) {
      Class<?> loaded = findLoadedClass(wanted);
      return loaded == null ? define() : loaded;
    }
  }

  private Class<?> define() throws ClassNotFoundException {
    try (InputStream in =
        Objects.requireNonNull(getResourceAsStream(name.replace('.', '/') + ".class"))) {
      byte @Nullable [] bytes = enhancer.enhance(name, in.readAllBytes());
      if (bytes == null) {
        throw new AssertionError(name + " was not enhanced");
      }
      return defineClass(name, bytes, 0, bytes.length);
    } catch (IOException e) {
      throw new ClassNotFoundException(name, e);
    }
  }
}
