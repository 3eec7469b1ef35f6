package dev.affix.examples.gallery;

import dev.affix.testkit.StatementCounter;
import dev.affix.testkit.Statements;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Which request does what. Safe for use by many threads. */
final class Routes {
  private static final String ID = "([0-9]{1,18})";
  private static final String PICTURE = "([0-9a-f-]{36})";

  private final People people;
  private final Pages pages;
  private final StatementCounter counter;
  private final Assets assets;
  private final List<Route> routes =
      List.of(
          Route.of("GET", "/", (call, path) -> list()),
          Route.of("GET", "/people/" + ID, (call, path) -> person(id(path))),
          Route.of("POST", "/people", (call, path) -> add(call)),
          Route.of("DELETE", "/people/" + ID, (call, path) -> remove(path)),
          Route.of("PUT", "/people/" + ID + "/photo", this::setPhoto),
          Route.of("PUT", "/people/" + ID + "/photo/direct", this::setUploadedPhoto),
          Route.of("DELETE", "/people/" + ID + "/photo", (call, path) -> removePhoto(path)),
          Route.of("POST", "/people/" + ID + "/album", this::addPicture),
          Route.of("PUT", "/people/" + ID + "/album", this::reorderAlbum),
          Route.of(
              "DELETE",
              "/people/" + ID + "/album/" + PICTURE,
              (call, path) -> removePicture(path)));

  Routes(People people, Pages pages, StatementCounter counter, Assets assets) {
    this.assets = assets;
    this.people = people;
    this.pages = pages;
    this.counter = counter;
  }

  /** The answer, whatever was asked. */
  Answer answer(Call call) {
    Optional<Answer> asset = call.isRead() ? assets.at(call.path()) : Optional.empty();
    if (asset.isPresent()) {
      return asset.get();
    }
    Answer answer = routed(call);
    call.drain();
    return answer;
  }

  private Answer routed(Call call) {
    if (!call.isRead() && !call.isFromOwnPage()) {
      return Answer.error(
          403,
          "Changes are taken from the gallery's own pages only (%s)".formatted(Call.OWN_HEADER));
    }
    try {
      for (Route route : routes) {
        Optional<MatchResult> path = route.match(call);
        if (path.isPresent()) {
          return route.action().answer(call, path.get());
        }
      }
      throw new NoSuchElementException("There is nothing at this address");
    } catch (IOException | RuntimeException e) {
      Problem problem = Problem.of(e);
      return call.isRead()
          ? Answer.page(problem.status(), pages.problem(problem))
          : Answer.error(problem.status(), problem.message());
    }
  }

  private Answer list() {
    return page(() -> pages.list(people.list()));
  }

  private Answer person(long id) {
    return page(() -> pages.person(people.find(id), people.directUploads()));
  }

  private Answer add(Call call) throws IOException {
    String name = call.text();
    return change("Added", () -> people.add(name));
  }

  private Answer remove(MatchResult path) {
    return change("Removed with all pictures", () -> people.remove(id(path)));
  }

  private Answer setPhoto(Call call, MatchResult path) {
    return change("Photograph stored", () -> people.setPhoto(id(path), call.upload()));
  }

  private Answer setUploadedPhoto(Call call, MatchResult path) throws IOException {
    String signedId = call.text();
    return change("Photograph stored", () -> people.setUploadedPhoto(id(path), signedId));
  }

  private Answer removePhoto(MatchResult path) {
    return change("Photograph removed", () -> people.removePhoto(id(path)));
  }

  private Answer addPicture(Call call, MatchResult path) {
    return change("Picture added to the album", () -> people.addPicture(id(path), call.upload()));
  }

  private Answer reorderAlbum(Call call, MatchResult path) throws IOException {
    List<UUID> order = Stream.of(call.text().split("\n")).map(UUID::fromString).toList();
    return change("Album reordered", () -> people.reorderAlbum(id(path), order));
  }

  private Answer removePicture(MatchResult path) {
    UUID picture = UUID.fromString(path.group(2));
    return change("Picture removed", () -> people.removePicture(id(path), picture));
  }

  private Answer page(Supplier<Pages.Content> work) {
    List<Pages.Content> content = new ArrayList<>();
    Statements cost = counter.countOnThisThread(() -> content.add(work.get()));
    return Answer.page(200, pages.whole(content.getFirst(), cost));
  }

  private Answer change(String done, Runnable work) {
    Statements cost = counter.countOnThisThread(work::run);
    return Answer.done(done, cost.count());
  }

  private static long id(MatchResult path) {
    return Long.parseLong(path.group(1));
  }

  private interface Action {
    Answer answer(Call call, MatchResult path) throws IOException;
  }

  private record Route(String method, Pattern path, Action action) {
    static Route of(String method, String path, Action action) {
      return new Route(method, Pattern.compile(path), action);
    }

    Optional<MatchResult> match(Call call) {
      Matcher matcher = path.matcher(call.path());
      boolean asked = method.equals("GET") ? call.isRead() : method.equals(call.method());
      return asked && matcher.matches() ? Optional.of(matcher.toMatchResult()) : Optional.empty();
    }
  }
}
