package dev.affix.benchmarks.torture;

import dev.affix.BlobGoneException;
import dev.affix.ConcurrentAttachException;
import dev.affix.StagedBlob;
import dev.affix.StagedBlobUsedException;
import dev.affix.benchmarks.bed.Pseud;
import dev.affix.benchmarks.torture.RaceTrack.Arrival;
import dev.affix.model.Blob;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** What meets in one round. */
sealed interface RaceKind {
  /** Runs one round; gives what it found broken. */
  List<String> run(RaceTrack track, Random random) throws Exception;

  static List<RaceKind> all() {
    return List.of(
        new OneSlot(2),
        new Append(),
        new ShareAgainstPurge(),
        new OneSlot(10),
        new ExpiryAgainstAttach(),
        new ReplaceAgainstRemoval());
  }

  /** Several attach to one has-one slot, empty or taken; the last to commit stays. */
  record OneSlot(int runners) implements RaceKind {
    @Override
    public List<String> run(RaceTrack track, Random random) throws Exception {
      long owner = random.nextBoolean() ? newOwner(track) : newOwnerWithIcon(track, random);
      List<StagedBlob> staged = new ArrayList<>();
      List<Runnable> work = new ArrayList<>();
      for (int i = 0; i < runners; i++) {
        StagedBlob blob = track.staged(random);
        boolean looksFirst = random.nextBoolean();
        staged.add(blob);
        work.add(
            track.transaction(em -> {
              Pseud pseud = em.find(Pseud.class, owner);
              if (looksFirst) {
                pseud.icon().isAttached();
              }
              pseud.icon().attach(blob);
            }));
      }
      List<Arrival> arrivals = track.run(work);
      List<String> faults = track.faultsOf(owner);
      expect(faults, 1, track.attachments(owner), "attachments in one slot");
      refusedOnlyBy(faults, ConcurrentAttachException.class, arrivals);
      if (arrivals.stream().noneMatch(Arrival::isDone)) {
        faults.add("nobody won the slot");
      }
      for (int i = 0; i < runners; i++) {
        String condition = "affix_blobs where id = '" + staged.get(i).id() + "'";
        long stillStaged = track.rows().count(condition + " and state = 'STAGED'");
        expect(faults, arrivals.get(i).isDone() ? 0 : 1, stillStaged, "staged blobs of a runner");
      }
      return faults;
    }
  }

  /** Ten append to one has-many: all ten are there. */
  record Append() implements RaceKind {
    private static final int RUNNERS = 10;

    @Override
    public List<String> run(RaceTrack track, Random random) throws Exception {
      long owner = newOwner(track);
      List<Runnable> work = new ArrayList<>();
      for (int i = 0; i < RUNNERS; i++) {
        StagedBlob blob = track.staged(random);
        work.add(track.transaction(em -> em.find(Pseud.class, owner).pictures().attach(blob)));
      }
      List<Arrival> arrivals = track.run(work);
      List<String> faults = track.faultsOf(owner);
      expect(faults, RUNNERS, track.attachments(owner), "attachments appended");
      expect(faults, RUNNERS, arrivals.stream().filter(Arrival::isDone).count(), "appends done");
      return faults;
    }
  }

  /** One shares the blob that another purges: it lives if shared, and else the sharer is told. */
  record ShareAgainstPurge() implements RaceKind {
    @Override
    public List<String> run(RaceTrack track, Random random) throws Exception {
      long from = newOwnerWithIcon(track, random);
      long to = random.nextBoolean() ? newOwner(track) : newOwnerWithIcon(track, random);
      long before = track.attachments(to);
      boolean remove = random.nextBoolean();
      Blob blob =
          track.unit().factory().callInTransaction(em -> em.find(Pseud.class, from).icon().blob());
      List<Arrival> arrivals =
          track.run(
              track.transaction(em -> {
                Pseud pseud = em.find(Pseud.class, from);
                if (remove) {
                  em.remove(pseud);
                } else {
                  pseud.icon().purge();
                }
              }),
              track.transaction(em -> em.find(Pseud.class, to).icon().attach(blob)));
      List<String> faults = track.faultsOf(to);
      expect(faults, 0, track.attachments(from), "attachments purged");
      refusedOnlyBy(faults, BlobGoneException.class, arrivals.subList(1, 2));
      boolean shared = arrivals.get(1).isDone();
      expect(faults, shared ? 1 : before, track.attachments(to), "attachments sharing");
      expect(faults, shared ? 1 : 0, blobs(track, blob), "shared blobs");
      return faults;
    }
  }

  /** One attaches what housekeeping finds expired: one of the two gets it. */
  record ExpiryAgainstAttach() implements RaceKind {
    @Override
    public List<String> run(RaceTrack track, Random random) throws Exception {
      long owner = newOwner(track);
      StagedBlob blob = track.staged(random);
      track.rows().letStagedExpire(" and id = '" + blob.id() + "'");
      List<Arrival> arrivals =
          track.run(
              () -> track.unit().affix().housekeeping(),
              track.transaction(em -> em.find(Pseud.class, owner).icon().attach(blob)));
      List<String> faults = track.faultsOf(owner);
      refusedOnlyBy(faults, StagedBlobUsedException.class, arrivals.subList(1, 2));
      boolean attached = arrivals.get(1).isDone();
      expect(faults, attached ? 1 : 0, track.attachments(owner), "attachments of an expired blob");
      return faults;
    }
  }

  /** One replaces the icon of an owner that another removes: nothing stays behind. */
  record ReplaceAgainstRemoval() implements RaceKind {
    @Override
    public List<String> run(RaceTrack track, Random random) throws Exception {
      long owner = newOwnerWithIcon(track, random);
      StagedBlob blob = track.staged(random);
      track.run(
          track.transaction(em -> {
            Pseud pseud = em.find(Pseud.class, owner);
            if (pseud != null) {
              pseud.icon().attach(blob);
            }
          }),
          track.transaction(em -> em.remove(em.find(Pseud.class, owner))));
      List<String> faults = track.faultsOf(owner);
      expect(faults, 0, track.attachments(owner), "attachments of a removed owner");
      return faults;
    }
  }

  private static long newOwner(RaceTrack track) {
    return track.unit().owners(1)[0];
  }

  private static long newOwnerWithIcon(RaceTrack track, Random random) {
    StagedBlob staged = track.staged(random);
    return track
        .unit()
        .factory()
        .callInTransaction(em -> {
          Pseud pseud = new Pseud("with icon");
          em.persist(pseud);
          pseud.icon().attach(staged);
          return pseud.id();
        });
  }

  private static long blobs(RaceTrack track, Blob blob) {
    return track.rows().count("affix_blobs where id = '" + blob.id() + "'");
  }

  private static void expect(List<String> faults, long expected, long actual, String what) {
    if (actual != expected) {
      faults.add("%d %s instead of %d".formatted(actual, what, expected));
    }
  }

  private static void refusedOnlyBy(
      List<String> faults, Class<?> expected, List<Arrival> arrivals) {
    for (Arrival arrival : arrivals) {
      if (arrival.refusal() != null && !expected.isInstance(arrival.refusal())) {
        faults.add("refused by " + arrival.refusal());
      }
    }
  }
}
