package com.k2.marketdata.pipeline;

import com.k2.marketdata.lake.CommitPlan;
import com.k2.marketdata.lake.CycleTables;
import com.k2.marketdata.lake.ReadBronze;
import com.k2.marketdata.lake.WriteStamp;

/** A cycle from bronze, with everything fixed before its pipeline is built. */
record BronzeCyclePlan(ReadBronze read, CycleTables tables, WriteStamp stamp, CommitPlan commit) {}
