package com.k2.marketdata.template;

import com.k2.marketdata.failure.UsageException;
import com.k2.marketdata.plan.Job;
import com.k2.marketdata.plan.ResourcePlan;
import java.util.List;
import java.util.Optional;

/**
 * The job of a resource plan whose numbers an application has.
 *
 * @param plan the name of a shipped plan or a file; by default lean, if it has such a job
 * @param job the name of the job; by default the first one with the template's pipeline and the
 *     exchanges of the parameter file
 */
public record PlanChoice(Optional<String> plan, Optional<String> job) {
  private static final String DEFAULT_PLAN = "lean";

  /** Neither a plan nor a job is named. */
  public static final PlanChoice DEFAULT = new PlanChoice(Optional.empty(), Optional.empty());

  /**
   * The job for an application; empty if it has the numbers of its template.
   *
   * @param exchanges of the application; empty if they are not given
   * @throws UsageException if a plan or a job is named that does not fit
   */
  Optional<Job> of(Template template, List<String> exchanges) {
    boolean isNamed = plan.isPresent() || job.isPresent();
    if (!template.isPlanned()) {
      if (isNamed) {
        throw new UsageException(
            "A plan has no job for the template "
                + template.name()
                + ". Leave out --plan and --job; its numbers are those of the template and of the"
                + " block spark in the parameter file.");
      }
      return Optional.empty();
    }
    ResourcePlan chosen = ResourcePlan.of(plan.orElse(DEFAULT_PLAN));
    if (job.isPresent()) {
      return Optional.of(named(chosen, job.get(), template.name(), exchanges));
    }
    Optional<Job> found = chosen.jobOf(template.name(), exchanges);
    if (found.isEmpty() && (isNamed || Sizes.of(template).isEmpty())) {
      throw new UsageException(
          "The plan %s has no job that runs %s%s. Its jobs are: %s. Name another plan with --plan."
              .formatted(
                  chosen.name(),
                  template.name(),
                  exchanges.isEmpty() ? "" : " of " + String.join(",", exchanges),
                  chosen.jobNames()));
    }
    return found;
  }

  private static Job named(
      ResourcePlan plan, String name, String pipeline, List<String> exchanges) {
    Job job = plan.job(name);
    if (!job.pipeline().equals(pipeline)) {
      throw new UsageException(
          "The job %s of the plan %s runs %s, but the template runs %s."
              .formatted(name, plan.name(), job.pipeline(), pipeline));
    }
    if (!job.exchanges().containsAll(exchanges)) {
      throw new UsageException(
          ("The job %s of the plan %s reads %s, but the parameter file has the exchange %s."
                  + " Name another job, or leave out --job.")
              .formatted(
                  name,
                  plan.name(),
                  String.join(",", job.exchanges()),
                  String.join(",", exchanges)));
    }
    return job;
  }
}
