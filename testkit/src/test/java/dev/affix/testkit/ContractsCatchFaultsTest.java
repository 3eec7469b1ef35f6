package dev.affix.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import dev.affix.storage.StorageService;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.testkit.engine.EngineTestKit;

/** Each contract fails for a service with one fault, in the case that is about it. */
class ContractsCatchFaultsTest {
  private static Supplier<StorageService> current = MemoryService::new;

  // Their names do not end in Test, so that only this test runs them.
  static final class OneService extends StorageServiceContract {
    private final StorageService service = current.get();

    @Override
    protected StorageService service() {
      return service;
    }
  }

  static final class OneListing extends ObjectListingContract {
    private final StorageService service = current.get();

    @Override
    protected StorageService service() {
      return service;
    }
  }

  static final class OneCopying extends ObjectCopyingContract {
    private final StorageService service = current.get();
    private final StorageService source = current.get();

    @Override
    protected StorageService service() {
      return service;
    }

    @Override
    protected StorageService source() {
      return source;
    }
  }

  static final class OneBatch extends BatchDeletionContract {
    private final StorageService service = current.get();

    @Override
    protected StorageService service() {
      return service;
    }
  }

  static Stream<Arguments> faults() {
    return Stream.of(
        service(BrokenService.IgnoresChecksums::new, "wrongSha256LeavesNothing"),
        service(BrokenService.IgnoresChecksums::new, "wrongChecksumOnReplacingKeepsTheOld"),
        service(BrokenService.IgnoresLengths::new, "bodyShorterThanExpectedLeavesNothing"),
        service(BrokenService.IgnoresLengths::new, "bodyLongerThanExpectedLeavesNothing"),
        service(BrokenService.LeavesPartialObjects::new, "failingBodyOfUnknownLengthLeavesNothing"),
        service(BrokenService.LeavesPartialObjects::new, "failingBodyOnReplacingKeepsTheOld"),
        service(BrokenService.ReplacesAlways::new, "takenKeyIsRefusedAndKeepsItsBytes"),
        service(BrokenService.LooksBeforeItKeeps::new, "ofThreadsThatPutOneKeyExactlyOneWins"),
        service(BrokenService.ClosesTheBody::new, "leavesTheBodyOpen"),
        service(BrokenService.WrapsTheBodysException::new, "failingBodyOfKnownLengthLeavesNothing"),
        service(BrokenService.EndsRangesOneEarly::new, "givesAPartFromTheMiddle"),
        service(BrokenService.IgnoresRangesBeyondTheEnd::new, "refusesARangeBeyondTheEnd"),
        service(BrokenService.DeletesByPrefix::new, "keysThatShareABeginningAreDifferentObjects"),
        listing(BrokenService.ListsByCharacters::new, "listsInTheByteOrderOfKeys"),
        listing(BrokenService.ListsFoldersTogether::new, "listsInTheByteOrderOfKeys"),
        listing(BrokenService.ListsTheBoundItself::new, "listsAfterEveryKey"),
        listing(BrokenService.StopsAtThePageEnd::new, "listsManyGeneratedKeysOnceEach"),
        copying(BrokenCopying.KnowsOnlyItself::new, "copiesFromItselfAndItsSource"),
        copying(BrokenCopying.CutsLargeObjects::new, "copiesALargeObject"),
        copying(BrokenCopying.DecodesKeys::new, "copiesKeysWithUnusualCharacters"),
        copying(BrokenCopying.Moves::new, "sourceStays"),
        copying(BrokenCopying.CopiesWhateverIsThere::new, "replacedSourceIsRefused"),
        copying(BrokenCopying.CopiesNothingFromNothing::new, "absentSourceIsNotFound"),
        copying(BrokenCopying.ReplacesAlways::new, "takenKeyIsRefusedAndKeepsItsBytes"),
        copying(BrokenCopying.KeepsAlways::new, "replacingTakesTheCopy"),
        copying(BrokenCopying.IgnoresLengths::new, "wrongLengthLeavesNothing"),
        copying(BrokenCopying.IgnoresChecksums::new, "wrongMd5LeavesNothing"),
        copying(BrokenCopying.IgnoresChecksums::new, "wrongSha256LeavesNothing"),
        copying(BrokenCopying.IgnoresChecksums::new, "wrongCrc32cLeavesNothing"),
        copying(BrokenCopying.ComparesAfterwards::new, "wrongSha256LeavesNothing"),
        copying(BrokenCopying.TakesAnySource::new, "foreignServiceIsRefused"),
        batch(BrokenBatch.DeletesByPrefix::new, "removesExactlyTheseKeys"),
        batch(BrokenBatch.MissesUnusualKeys::new, "removesExactlyTheseKeys"),
        batch(BrokenBatch.FailsForAbsentKeys::new, "absentAndRepeatedKeysAreNoFailures"),
        batch(BrokenBatch.StopsAtAThousand::new, "removesMoreKeysThanAPage"));
  }

  @ParameterizedTest(name = "{2}: {1}")
  @MethodSource("faults")
  void faultIsCaught(Class<?> contract, String expected, String name, Supplier<?> service) {
    current = () -> (StorageService) service.get();
    var failed = new TreeSet<String>();
    run(selectMethod(contract, expected)).forEach(failed::add);
    assertThat(failed).as(name).containsExactly(expected);
  }

  @Test
  void goodServiceFailsNowhere() {
    current = BrokenService::new;
    assertThat(run(selectClass(OneService.class))).isEmpty();
    assertThat(run(selectClass(OneListing.class))).isEmpty();
    current = BrokenCopying::new;
    assertThat(run(selectClass(OneCopying.class))).isEmpty();
    current = BrokenBatch::new;
    assertThat(run(selectClass(OneBatch.class))).isEmpty();
  }

  @Test
  void casesCannotBeOverridden() {
    assertThat(
            Stream.of(
                    StorageServiceContract.class,
                    ObjectListingContract.class,
                    ObjectCopyingContract.class,
                    BatchDeletionContract.class)
                .flatMap(contract -> Stream.of(contract.getMethods()))
                .filter(method -> method.isAnnotationPresent(Test.class)))
        .hasSizeGreaterThan(80)
        .allMatch(method -> java.lang.reflect.Modifier.isFinal(method.getModifiers()));
  }

  private static Arguments service(Supplier<? extends BrokenService> service, String expected) {
    return Arguments.of(OneService.class, expected, nameOf(service), service);
  }

  private static Arguments listing(Supplier<? extends BrokenService> service, String expected) {
    return Arguments.of(OneListing.class, expected, nameOf(service), service);
  }

  private static Arguments copying(Supplier<? extends BrokenCopying> service, String expected) {
    return Arguments.of(OneCopying.class, expected, nameOf(service), service);
  }

  private static Arguments batch(Supplier<? extends BrokenBatch> service, String expected) {
    return Arguments.of(OneBatch.class, expected, nameOf(service), service);
  }

  private static String nameOf(Supplier<? extends StorageService> service) {
    return service.get().getClass().getSimpleName();
  }

  private static List<String> run(DiscoverySelector selector) {
    return EngineTestKit.engine("junit-jupiter")
        .selectors(selector)
        .execute()
        .testEvents()
        .failed()
        .map(event -> event.getTestDescriptor().getDisplayName().replace("()", ""))
        .toList();
  }
}
