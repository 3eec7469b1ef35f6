package dev.affix.pace;

/**
 * Something that tells how a system bears the load. Implement it to watch what is not built in: a
 * replica of its own address, a queue, a metrics server. Read at most once a second in a run, never
 * by two threads at once; in a run of its own while another runs, if the same {@link Pace} is used
 * twice.
 */
public interface HealthSignal {

  /** Short name for logs, as "threads running". */
  String name();

  /**
   * Reads the signal. Must bound its own time, a few seconds at most, since the work waits for it.
   * An exception counts as {@link Health.Level#SLOW_DOWN}: what cannot be read is not healthy.
   */
  Health read(Probe probe) throws Exception;
}
