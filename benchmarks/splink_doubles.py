"""Find doubles with Splink on DuckDB, set up as its documentation shows; deduplicating.py runs it in its environment.

Prints one JSON object: version, seconds a step, peak memory, and which files hold the clusters at each threshold.
Blocking: two agreeing fields, as is usual for Splink, and with --wide also one mail address or phone alone.
"""

from __future__ import annotations

import argparse
import json
import logging
import resource
import time
from importlib import import_module
from pathlib import Path

THRESHOLDS = (0.5, 0.9)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--wide", action="store_true")
    options = parser.parse_args()
    duckdb, splink = import_module("duckdb"), import_module("splink")
    comparing, block_on = import_module("splink.comparison_library"), splink.block_on
    logging.getLogger("splink").setLevel(logging.ERROR)
    steps: dict[str, float] = {}
    started = time.perf_counter()
    connection = duckdb.connect()
    connection.execute("SET threads TO 2")
    connection.execute(f"""CREATE TABLE persons AS SELECT id AS unique_id, split_part(lower(name), ' ', 1) AS given,
        list_last(string_split(lower(name), ' ')) AS family, nullif(birth_date, '') AS birth_date,
        nullif(phone, '') AS phone, nullif(email, '') AS email, nullif(address, '') AS address,
        nullif(city, '') AS city, nullif(postal_code, '') AS postal_code
        FROM read_csv('{options.file}', header = true, all_varchar = true)""")
    api = splink.DuckDBAPI(connection)
    table = api.register("persons")
    rules = [
        block_on("given", "family"), block_on("family", "birth_date"), block_on("given", "birth_date"),
        block_on("family", "postal_code"), block_on("birth_date", "postal_code"),
    ]
    if options.wide:
        rules += [block_on("email"), block_on("phone")]
    settings = splink.SettingsCreator(
        link_type="dedupe_only", blocking_rules_to_generate_predictions=rules,
        comparisons=[
            comparing.JaroWinklerAtThresholds("given", [0.9, 0.7]).configure(term_frequency_adjustments=True),
            comparing.JaroWinklerAtThresholds("family", [0.9, 0.7]).configure(term_frequency_adjustments=True),
            comparing.DateOfBirthComparison("birth_date", input_is_string=True),
            comparing.ExactMatch("phone"), comparing.EmailComparison("email"),
            comparing.ExactMatch("postal_code").configure(term_frequency_adjustments=True),
            comparing.LevenshteinAtThresholds("address", [2]),
        ],
    )
    linker = splink.Linker(table, settings)
    steps["read"] = time.perf_counter() - started
    started = time.perf_counter()
    training = linker.training
    training.estimate_probability_two_random_records_match(
        [block_on("given", "family", "birth_date"), block_on("email")], recall=0.6)
    training.estimate_u_using_random_sampling(max_pairs=5_000_000, seed=1)
    training.estimate_parameters_using_expectation_maximisation(block_on("given", "family"))
    training.estimate_parameters_using_expectation_maximisation(block_on("birth_date", "postal_code"))
    steps["train"] = time.perf_counter() - started
    started = time.perf_counter()
    predicted = linker.inference.predict(threshold_match_probability=min(THRESHOLDS))
    steps["predict"] = time.perf_counter() - started
    started = time.perf_counter()
    files = {}
    for threshold in THRESHOLDS:
        clusters = linker.clustering.cluster_pairwise_predictions_at_threshold(
            predicted, threshold_match_probability=threshold)
        files[str(threshold)] = f"{options.file}.splink-{threshold}.csv"
        connection.execute(f"COPY (SELECT cluster_id, unique_id FROM {clusters.physical_name}) TO "
                           f"'{files[str(threshold)]}' (HEADER false)")
    steps["cluster twice"] = time.perf_counter() - started
    print(json.dumps({"version": splink.__version__, "steps": steps, "peak_gb": peak_gb(), "cpu": processor_seconds(),
                      "clusters": files}))


def peak_gb() -> float:
    """Return the most memory this process ever held.

    Where the system tells, from its own map: what `getrusage` tells includes what the process that started it held.
    """
    status = Path("/proc/self/status")
    told = status.read_text(encoding="ascii").partition("VmHWM:")[2].split() if status.exists() else []
    return int(told[0]) / 1e6 if told else resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6


def processor_seconds() -> float:
    """Return the seconds of all processors that this process and those it started and waited for have used."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


if __name__ == "__main__":
    main()
