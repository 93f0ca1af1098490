package io.serai.launcher;

/** Takes the instance out of its balancers, or back in; it serves all the while. */
final class Drain implements Verb {
  private final boolean begin;

  /** To begin draining, or to end it. */
  Drain(boolean begin) {
    this.begin = begin;
  }

  @Override
  public String name() {
    return begin ? "drain" : "undrain";
  }

  @Override
  public String summary() {
    return begin ? "not ready from now on, serving goes on" : "ready again after drain";
  }

  @Override
  public ExitCode run(Call call) throws Exception {
    var answer = Running.managementIn(call.directories()).post("/control/" + name());
    if (!answer.ok()) {
      throw new Failure(ExitCode.FAILED, name() + ": " + answer.status() + " " + answer.text());
    }
    call.answer(answer.members(), begin ? "draining" : "ready again");
    return ExitCode.DONE;
  }
}
