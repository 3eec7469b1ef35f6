package dev.affix.benchmarks.torture;

import dev.affix.benchmarks.torture.FaultBed.Ending;
import dev.affix.testkit.Gate;
import dev.affix.testkit.s3.FaultProxy;
import dev.affix.testkit.s3.HttpFault;
import dev.affix.testkit.s3.SeenRequest;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;

/** A fault for the requests of one call: at one of them, or at every one. */
final class S3Strike {
  private static final int SOMEWHERE_IN = 30_000;
  private static final int CALM = 8;

  private final FaultProxy proxy;
  private final Optional<HttpFault> fault;
  private final boolean everyTime;
  private final Gate gate;
  private final List<SeenRequest> struck = new CopyOnWriteArrayList<>();
  private String text = "no fault of the bed";
  private int left;

  private S3Strike(FaultProxy proxy, Optional<HttpFault> fault, boolean everyTime, Gate gate) {
    this.proxy = proxy;
    this.fault = fault;
    this.everyTime = everyTime;
    this.gate = gate;
  }

  /** Lets everything pass. */
  static S3Strike none(FaultProxy proxy) {
    return new S3Strike(proxy, Optional.empty(), false, new Gate());
  }

  /** One by chance, on its way from now on. */
  static S3Strike any(FaultProxy proxy, Operation operation, Random random) {
    if (random.nextInt(CALM) == 0) {
      return none(proxy);
    }
    Gate gate = new Gate();
    List<HttpFault> faults = faults(random.nextInt(SOMEWHERE_IN), gate);
    HttpFault fault = faults.get(random.nextInt(faults.size()));
    var strike = new S3Strike(proxy, Optional.of(fault), random.nextInt(3) == 0, gate);
    strike.begin(fault, random.nextInt(requestsOf(operation)));
    return strike;
  }

  private static List<HttpFault> faults(int somewhere, Gate gate) {
    return List.of(
        HttpFault.delay(Duration.ofMillis(100)),
        HttpFault.hang(gate),
        HttpFault.answer(503),
        HttpFault.answer(500),
        HttpFault.answer(503, Duration.ofSeconds(1)),
        HttpFault.cutRequest(somewhere),
        HttpFault.corruptRequest(somewhere),
        HttpFault.loseAnswer(),
        HttpFault.cutAnswer(somewhere),
        HttpFault.hangInAnswer(somewhere, gate),
        HttpFault.corruptAnswer(somewhere),
        HttpFault.truncateAnswer(somewhere));
  }

  /** How many requests the operation may take, with one that sets right. */
  private static int requestsOf(Operation operation) {
    return switch (operation) {
      case PUT_IN_PARTS -> 6;
      case COPY -> 3;
      case PUT, PUT_UNKNOWN_LENGTH, REPLACE, READ, READ_RANGE, HEAD, DELETE, LIST -> 1;
    };
  }

  private void begin(HttpFault chosen, int spared) {
    left = spared;
    if (everyTime) {
      text = "every time " + chosen;
      proxy.always(chosen, this::strikes);
    } else {
      text = "at request " + (spared + 1) + " " + chosen;
      proxy.once(chosen, this::strikes);
    }
  }

  private synchronized boolean strikes(SeenRequest request) {
    if (!everyTime && left-- > 0) {
      return false;
    }
    struck.add(request);
    return true;
  }

  /** Nothing more is struck; what hangs goes on. */
  void end() {
    proxy.clear();
    gate.release();
  }

  Optional<HttpFault> fault() {
    return fault;
  }

  /** How many requests were struck. */
  int count() {
    return struck.size();
  }

  /** At most so many requests were repeated. */
  int repetitions() {
    return (struck.size() + 1) / 2;
  }

  /** How the call must have ended, by what struck it. */
  Ending ending() {
    if (struck.isEmpty()) {
      return Ending.WELL;
    }
    return switch (fault.orElseThrow()) {
      case HttpFault.Delay delay -> Ending.WELL;
      case HttpFault.Answer answer -> everyTime ? Ending.UNAVAILABLE : Ending.WELL;
      case HttpFault.Hang hang -> {
        Ending once = struck.stream().anyMatch(S3Strike::isLong) ? Ending.ANY : Ending.WELL;
        yield everyTime ? Ending.UNAVAILABLE : once;
      }
      // What was done all the same is found, and no failure.
      case HttpFault.LoseAnswer lose -> everyTime ? Ending.ANY : Ending.WELL;
      case HttpFault.CutRequest cut -> Ending.ANY;
      case HttpFault.CorruptRequest corrupt -> Ending.ANY;
      case HttpFault.CutAnswer cut -> Ending.ANY;
      case HttpFault.HangInAnswer hang -> Ending.ANY;
      case HttpFault.CorruptAnswer corrupt -> Ending.ANY;
      case HttpFault.TruncateAnswer truncate -> Ending.ANY;
    };
  }

  /**
   * Whether an upload in parts may have stayed: its beginning was done and its number not learnt,
   * or what drops the parts was struck itself.
   */
  boolean keepsFromTidying() {
    if (fault.isEmpty() || fault.get() instanceof HttpFault.Delay) {
      return false;
    }
    boolean answered = fault.get() instanceof HttpFault.Answer;
    boolean repeated = !everyTime && fault.get().equals(HttpFault.answer(500));
    return struck.stream()
        .anyMatch(request -> (!answered && begins(request)) || (!repeated && drops(request)));
  }

  /**
   * Whether the body is longer than what sockets hold: nobody reads it, so that sending it waits,
   * which only the limit of the whole call ends, and then there is no time for a repetition.
   */
  private static boolean isLong(SeenRequest request) {
    return request.header("Content-Length").filter(length -> length.length() > 6).isPresent();
  }

  private static boolean begins(SeenRequest request) {
    return request.method().equals("POST") && !request.query().contains("uploadId=");
  }

  private static boolean drops(SeenRequest request) {
    return request.method().equals("DELETE") && request.query().contains("uploadId=");
  }

  @Override
  public String toString() {
    return text;
  }
}
