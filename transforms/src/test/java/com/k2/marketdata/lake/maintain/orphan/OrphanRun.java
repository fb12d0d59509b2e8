package com.k2.marketdata.lake.maintain.orphan;

import com.k2.marketdata.failure.K2Exception;
import com.k2.marketdata.lake.maintain.PlannedItem;
import com.k2.marketdata.lake.maintain.orphan.search.OrphanCounts;
import com.k2.marketdata.lake.maintain.orphan.search.OrphanSearch;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;

/** Runs searches for orphans on the DirectRunner, in this JVM. */
final class OrphanRun {
  private static final Map<String, Queue<Object>> COLLECTED = new ConcurrentHashMap<>();

  /** What a search found. */
  record Found(OrphanCounts counts, List<PlannedItem> orphans) {
    List<String> locations() {
      return orphans.stream().map(PlannedItem::target).sorted().toList();
    }

    List<String> names() {
      return locations().stream().map(OrphanKinds::name).sorted().toList();
    }
  }

  private OrphanRun() {}

  static Found find(OrphanSearch search) {
    Pipeline pipeline = Pipeline.create();
    PCollectionTuple found = pipeline.apply(FindOrphans.of(search));
    String orphans = collect(found.get(FindOrphans.ORPHANS));
    String counts = collect(found.get(FindOrphans.COUNTS));
    run(pipeline);
    return new Found(
        (OrphanCounts) only(counts), take(orphans).stream().map(PlannedItem.class::cast).toList());
  }

  static OrphanResult delete(OrphanSearch search) {
    Pipeline pipeline = Pipeline.create();
    String result = collect(pipeline.apply(FindOrphans.of(search)).apply(DeleteOrphans.of(search)));
    run(pipeline);
    return (OrphanResult) only(result);
  }

  private static void run(Pipeline pipeline) {
    try {
      pipeline.run().waitUntilFinish();
    } catch (Pipeline.PipelineExecutionException e) {
      for (Throwable cause = e; cause != null; cause = cause.getCause()) {
        if (cause instanceof K2Exception known) {
          throw known;
        }
      }
      throw e;
    }
  }

  private static <T> String collect(PCollection<T> elements) {
    String id = UUID.randomUUID().toString();
    COLLECTED.put(id, new ConcurrentLinkedQueue<>());
    elements.apply("Collect " + elements.getName(), ParDo.of(new CollectFn<>(id)));
    return id;
  }

  private static List<Object> take(String id) {
    return List.copyOf(COLLECTED.remove(id));
  }

  private static Object only(String id) {
    List<Object> elements = take(id);
    if (elements.size() != 1) {
      throw new AssertionError("Expected one element: " + elements);
    }
    return elements.get(0);
  }

  private static final class CollectFn<T> extends DoFn<T, Void> implements Serializable {
    private static final long serialVersionUID = 1L;

    private final String id;

    CollectFn(String id) {
      this.id = id;
    }

    @ProcessElement
    public void collect(@Element T element) {
      COLLECTED.get(id).add(element);
    }
  }
}
