package dev.affix;

import dev.affix.image.Analysis;
import dev.affix.internal.Engine;
import dev.affix.internal.PictureRooms;
import dev.affix.internal.analyzing.AnalyzeOrder;
import dev.affix.internal.direct.DirectRoom;
import dev.affix.internal.handles.Binding;
import dev.affix.internal.handles.Handle;
import dev.affix.internal.mapping.AttachmentMapping;
import dev.affix.internal.rows.AttachmentRow;
import dev.affix.internal.variants.RegenerateOrder;
import dev.affix.lifecycle.AuditReport;
import dev.affix.lifecycle.Deletions;
import dev.affix.lifecycle.HousekeepingReport;
import dev.affix.lifecycle.Repair;
import dev.affix.pace.Pace;
import dev.affix.serving.FileHandler;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * File attachments of one persistence unit: where they are configured, staged, preloaded, served
 * and looked after. Attaching itself is done on the handles in entities, {@link AttachedOne} and
 * {@link AttachedMany}.
 *
 * <p>Safe for use by many threads. Whoever builds it closes it, before the {@code
 * EntityManagerFactory}.
 */
public final class Affix implements AutoCloseable {
  private final Engine engine;

  Affix(Engine engine) {
    this.engine = engine;
  }

  /** Begins the configuration. */
  public static AffixBuilder builder() {
    return new AffixBuilder();
  }

  /**
   * Stores the upload on the default service and verifies it; then it can be attached, once. Do
   * this before the transaction: it takes as long as the bytes take, and holds no database
   * connection meanwhile. One pass, bounded memory whatever the size; a stream is read to its end
   * and closed.
   *
   * @throws UploadRejectedException if it is empty, badly named, or refused by an inspector
   * @throws dev.affix.storage.StorageException if it could not be stored
   */
  public StagedBlob stage(Upload upload) {
    return new StagedBlob(engine.staging().stage(upload, null));
  }

  /**
   * Stages for that attachment: on its service, looked at if the attachment asks for analysis, and
   * refused early if its constraints do not accept it.
   *
   * @param name field name or table name of the attachment
   */
  public StagedBlob stage(Upload upload, Class<?> ownerClass, String name) {
    return new StagedBlob(
        engine.staging().stage(upload, engine.mappings().attachment(ownerClass, name)));
  }

  /**
   * Loads an attachment for all these owners at once, whatever they came from: detached, stateless,
   * or managed. Owners of an open session are loaded through it, all others through a connection of
   * Affix's own.
   *
   * @param names field names or table names of attachments that all the owners have
   */
  public void preload(Collection<?> owners, String... names) {
    for (String name : names) {
      Map<AttachmentMapping, List<Handle>> unmanaged = new LinkedHashMap<>();
      for (Object owner : owners) {
        Object real = engine.unit().real(owner);
        AttachmentMapping mapping = engine.mappings().attachment(real.getClass(), name);
        Handle handle = engine.unit().handle(mapping, real);
        if (handle.isLoaded() && handle.binding().isPresent()) {
          continue;
        }
        if (engine.isManaged(handle)) {
          handle.rows();
          continue;
        }
        handle.bind(real, new Binding(mapping, engine.unit().ownerId(real), null, engine.rooms()));
        unmanaged.computeIfAbsent(mapping, m -> new ArrayList<>()).add(handle);
      }
      unmanaged.forEach(engine::fill);
    }
  }

  /**
   * The attachments of these owners without loading the owners themselves.
   *
   * @param ids ids as the entity class has them
   * @return a list for each id, in order; an empty one where nothing is attached
   */
  public <K> Map<K, List<AttachmentView>> find(
      Class<?> ownerClass, Collection<K> ids, String name) {
    AttachmentMapping mapping = engine.mappings().attachment(ownerClass, name);
    Map<K, String> texts = new LinkedHashMap<>();
    ids.forEach(id -> texts.put(id, engine.unit().ownerId(ownerClass, id)));
    Map<String, List<AttachmentRow>> found = engine.find(mapping, texts.values());
    Map<K, List<AttachmentView>> views = new LinkedHashMap<>();
    texts.forEach((id, text) -> {
      Handle handle = new Handle(id);
      handle.bind(id, new Binding(mapping, text, null, engine.rooms()));
      views.put(
          id,
          found.getOrDefault(text, List.of()).stream()
              .map(row -> new AttachedFile(handle, row).view())
              .toList());
    });
    return views;
  }

  /** Answers requests for the URLs that handles give; put it behind any HTTP server. */
  public FileHandler handler() {
    return engine.handler();
  }

  /**
   * Uploads that browsers send before their forms.
   *
   * @throws AffixException unless they were asked for
   */
  public DirectUploads directUploads() {
    DirectRoom room = engine.direct();
    if (room == null) {
      throw new AffixException(
          "Direct uploads are off; call Affix.builder().directUploads(\"/uploads\","
              + " DirectUploadLimits.DEFAULTS)");
    }
    return new DirectUploads(room, engine.mappings());
  }

  /**
   * Does what is due: expires staged blobs, drops variants whose recipes are declared no more,
   * deletes objects that lost their last reference, and makes up to 100 of the variants that are to
   * be there before anybody asks. Call it from any scheduler, every few minutes, on as many nodes
   * as you like. Deletions are tried right after commits, too; this is what makes them certain. It
   * waits up to three seconds for those that this node has begun: what was committed here before
   * the call is gone after it, or failed.
   */
  public HousekeepingReport housekeeping() {
    return engine.housekeeping().run();
  }

  /** The switch of deletions on this node. */
  public Deletions deletions() {
    return engine.deletions();
  }

  /**
   * Marks these services, or all if none is named, as this environment's: a small object in each
   * says so from now on. An Affix of another environment then deletes nothing there, even if its
   * rows are a copy of these. Where the mark is there already nothing changes.
   *
   * @throws AffixException if another environment claimed one of them, in which case none is
   *     marked; or if this one has no name
   */
  public void claim(String... services) {
    engine.claims().claim(List.of(services));
  }

  /**
   * Compares the rows and objects of a service both ways, and its attachments with their owners,
   * and says what differs; changes nothing. Takes as long as listing the service takes. Checksums
   * are compared as far as the listing tells them, which on S3 is the entity tag where that is an
   * MD5; an object whose tag differs is read before it is reported.
   *
   * @throws AffixException if the service is unknown or cannot list
   */
  public AuditReport audit(String service) {
    return engine.audit().of(service);
  }

  /**
   * As {@link #audit}, and reads every object to compare its bytes with the checksums of its row.
   * Takes as long as reading all files takes, in constant memory.
   *
   * @param pace files per second, how many threads read, and what makes them wait
   * @throws AffixException if the service is unknown or cannot list, or the thread is interrupted,
   *     which it still is then
   */
  public AuditReport auditByReading(String service, Pace pace) {
    return engine.audit().byReading(service, pace);
  }

  /**
   * Begins to move all files of a service to another, in bulk, while they are in use; say where by
   * {@code to(..)}.
   *
   * @throws AffixException if there is no such service
   */
  public Move.From move(String service) {
    return new Move.From(engine.mover(), service);
  }

  /**
   * Begins to make the variants of an attachment's files in bulk, while they are in use.
   *
   * @param name field name or table name of the attachment
   * @throws AffixException if there is no image processor
   */
  public Regenerate regenerate(Class<?> ownerClass, String name) {
    AttachmentMapping mapping = engine.mappings().attachment(ownerClass, name);
    return new Regenerate(
        pictures("Nothing makes variants here").regenerating(), RegenerateOrder.of(mapping));
  }

  /**
   * Begins to look at pictures that are attached already, in bulk, while they are in use, such as
   * when their attachment asks for analysis only since now.
   *
   * @param name field name or table name of the attachment
   * @throws AffixException if the attachment asks for no analysis, or there is no image processor
   */
  public Analyze analyze(Class<?> ownerClass, String name) {
    AttachmentMapping mapping = engine.mappings().attachment(ownerClass, name);
    Analysis depth = mapping.analysis();
    if (depth == null) {
      throw new AffixException(
          mapping
              + " asks for no analysis; declare analyze = Analysis.HEADER or Analysis.PLACEHOLDER"
              + " on it");
    }
    return new Analyze(
        pictures("Nothing looks at pictures here").analyzing(), AnalyzeOrder.of(mapping, depth));
  }

  /**
   * Mends what an audit of the service finds and rows alone can mend; begin with {@link
   * Repair#dryRun}.
   *
   * @throws AffixException if the service is unknown
   */
  public Repair repair(String service) {
    return engine.repairing().of(service);
  }

  /** Ends background work. Handles loaded so far keep what they loaded. */
  @Override
  public void close() {
    engine.close();
  }

  private PictureRooms pictures(String otherwise) {
    PictureRooms pictures = engine.pictures();
    if (pictures == null) {
      throw new AffixException(otherwise + "; call Affix.builder().imageProcessor(..)");
    }
    return pictures;
  }

  @Override
  public String toString() {
    return "Affix[" + engine.mappings().owners().size() + " owner classes]";
  }
}
