package com.k2.marketdata.maintain;

import static org.assertj.core.api.Assertions.assertThat;

import com.k2.marketdata.lake.maintain.FileCount;
import com.k2.marketdata.lake.maintain.PlannedItem.Kind;
import com.k2.marketdata.lake.maintain.compact.CompactResult;
import com.k2.marketdata.maintain.StepReport.Outcome;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the result of a compaction means for an operator. */
class CompactStepTest {
  private static final FileCount FILES = new FileCount(10, 1000);

  @Test
  void failedGroupsAreNamedFirst() {
    StepReport report = CompactStep.report(result(2, 1, 3), List.of("Left."));
    assertThat(report.outcome()).isEqualTo(Outcome.INCOMPLETE);
    assertThat(report.failed()).isEqualTo(1);
    assertThat(report.notes().get(0)).isEqualTo("1 group failed: why");
    assertThat(report.notes())
        .contains("10 files became 2, in 1 commit.", "Left.")
        .anyMatch(note -> note.contains("3 groups given up"));
    assertThat(report.items()).containsEntry(Kind.GROUP, new FileCount(2, 1000));
  }

  @Test
  void allGroupsGivenUpIsNotNothing() {
    StepReport report = CompactStep.report(result(0, 0, 3), List.of());
    assertThat(report.outcome()).isEqualTo(Outcome.GIVEN_UP);
    assertThat(report.isProblem()).isFalse();
  }

  @Test
  void noTimeForAnyGroupIsAProblem() {
    CompactResult late =
        new CompactResult(0, 0, FileCount.NONE, FileCount.NONE, 0, 0, 5, List.of());
    StepReport report = CompactStep.report(late, List.of());
    assertThat(report.isProblem()).isTrue();
    assertThat(report.failed()).isEqualTo(5);
    assertThat(report.notes()).anyMatch(note -> note.contains("Lower --maxRewriteBytes"));
  }

  private static CompactResult result(int groups, int failed, int givenUp) {
    return new CompactResult(
        1, groups, FILES, new FileCount(groups, 900), givenUp, failed, 0, List.of("why"));
  }
}
