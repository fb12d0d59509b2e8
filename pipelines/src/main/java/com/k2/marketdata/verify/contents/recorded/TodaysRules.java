package com.k2.marketdata.verify.contents.recorded;

import com.k2.marketdata.exchange.JudgeTrades.JudgeFactory;
import java.io.Serializable;

/**
 * What messages are judged by today.
 *
 * @param judges creates judges that decide as the pipelines do
 * @param fingerprint identifies the rules and their settings in silver's ledger
 * @param version K2's version
 * @param schemas a sentence that says with which schemas messages are decoded
 */
public record TodaysRules(JudgeFactory judges, String fingerprint, String version, String schemas)
    implements Serializable {}
