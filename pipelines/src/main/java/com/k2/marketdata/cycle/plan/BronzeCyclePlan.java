package com.k2.marketdata.cycle.plan;

import com.k2.marketdata.lake.commit.CommitPlan;
import com.k2.marketdata.lake.read.ReadBronze;
import com.k2.marketdata.lake.write.CycleStamp;
import com.k2.marketdata.lake.write.CycleTables;

/** The plan of a cycle that reads bronze, fixed before its pipeline is built. */
public record BronzeCyclePlan(
    ReadBronze read, CycleTables tables, CycleStamp stamp, CommitPlan commit) {}
