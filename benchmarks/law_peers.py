"""The paragraphs of EU 2B001.a and b in openfisca-core and idp-engine: a file of machines in, a line a program out.

    python benchmarks/law_peers.py ROWS.json

Neither knows an unknown value of this kind, an exclusion that may or may not hold, a margin or a test standard, so
machines are asked whose every value is stated, and of what they are asked the answer is yes or no.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import Any

_EVER = "2025"
Rows = list[dict[str, Any]]


def run_openfisca(rows: Rows) -> tuple[float, int]:
    """Return items a second and how many are controlled, all machines in one vectorised call."""
    import numpy as np
    from openfisca_core.entities import build_entity
    from openfisca_core.periods import DateUnit
    from openfisca_core.simulations import SimulationBuilder
    from openfisca_core.taxbenefitsystems import TaxBenefitSystem
    from openfisca_core.variables import Variable

    axis = build_entity(key="axis", plural="axes", label="axis", is_person=True)
    roles = [{"key": "part", "plural": "parts"}]
    machine = build_entity(key="machine", plural="machines", label="machine", roles=roles)

    def number(name: str, entity: Any) -> type[Variable]:
        return type(name, (Variable,), {
            "value_type": float, "entity": entity, "definition_period": DateUnit.YEAR, "label": name,
        })

    def axis_rule(travel: tuple[float, float], upr: float) -> Any:
        low, high = travel
        def ask(axes: Any) -> Any:
            travel = axes("travel", _EVER)
            return (travel >= low) * (travel < high) * (axes("upr", _EVER) <= upr)

        return ask

    class Controlled(Variable):  # type: ignore[misc]
        value_type = bool
        entity = machine
        definition_period = DateUnit.YEAR
        label = "2B001.a or b"

        def formula(machines: Any, period: Any) -> Any:  # noqa: N805
            some = {}
            for name, travel, upr in (
                ("short", (0, 1000), 0.9), ("long", (1000, 1e9), 1.1), ("middle", (1000, 4000), 1.4),
                ("very", (4000, 1e9), 6.0),
            ):
                some[name] = machines.any(axis_rule(travel, upr)(machines.members))
            turning, contouring = machines("turning", period) > 0, machines("contouring", period)
            rotary = machines("rotary", period)
            a = turning * (contouring >= 2) * (some["short"] + some["long"])
            four = (contouring >= 4) * (rotary >= 1) * (contouring - rotary >= 3)
            b = (1 - turning) * (
                four * (some["short"] + some["long"])
                + (contouring >= 5) * (some["short"] + some["middle"] + some["very"])
            )
            return (a + b) > 0

    Controlled.__name__ = "controlled"
    system = TaxBenefitSystem([axis, machine])
    for name, entity in (
        ("travel", axis), ("upr", axis), ("turning", machine), ("contouring", machine), ("rotary", machine),
    ):
        system.add_variable(number(name, entity))
    system.add_variable(Controlled)
    start = time.process_time()
    builder = SimulationBuilder()
    builder.create_entities(system)
    builder.declare_person_entity("axis", range(3 * len(rows)))
    machines = builder.declare_entity("machine", range(len(rows)))
    builder.join_with_persons(machines, np.repeat(np.arange(len(rows)), 3), roles=np.repeat("part", 3 * len(rows)))
    simulation = builder.build(system)
    for name, values in (
        ("travel", [a["travel"] for row in rows for a in row["axes"]]),
        ("upr", [a["upr"] for row in rows for a in row["axes"]]), ("turning", [row["turning"] for row in rows]),
        ("contouring", [row["contouring_axes"] for row in rows]),
        ("rotary", [row["contouring_rotary_axes"] for row in rows]),
    ):
        simulation.set_input(name, _EVER, np.array(values, dtype=float))
    controlled = int(simulation.calculate("controlled", _EVER).sum())
    return len(rows) / (time.process_time() - start), controlled


_IDP = """
vocabulary V {{
  type Axis := {{x, y, z}}
  travel: (Axis) -> Int
  upr: (Axis) -> Int
  turning: () -> Bool
  contouring: () -> Int
  rotary: () -> Int
  controlled: () -> Bool
}}
theory T:V {{
  {{ controlled() <- turning() & contouring() >= 2 & (?a in Axis: travel(a) < 1000 & upr(a) =< 9).
    controlled() <- turning() & contouring() >= 2 & (?a in Axis: travel(a) >= 1000 & upr(a) =< 11).
    controlled() <- ~turning() & contouring() >= 4 & rotary() >= 1 & contouring() - rotary() >= 3
      & (?a in Axis: (travel(a) < 1000 & upr(a) =< 9) | (travel(a) >= 1000 & upr(a) =< 11)).
    controlled() <- ~turning() & contouring() >= 5 & (?a in Axis: (travel(a) < 1000 & upr(a) =< 9)
      | (travel(a) >= 1000 & travel(a) < 4000 & upr(a) =< 14) | (travel(a) >= 4000 & upr(a) =< 60)). }}
}}
structure S:V {{
  travel := {{x -> {0}, y -> {1}, z -> {2}}}.
  upr := {{x -> {3}, y -> {4}, z -> {5}}}.
  turning := {turning}. contouring := {contouring}. rotary := {rotary}.
}}
"""


def run_idp(rows: Rows) -> tuple[float, int]:
    """Return items a second and how many are controlled, a model expansion each."""
    from idp_engine import IDP, model_expand

    start = time.process_time()
    controlled = 0
    for row in rows:
        axes = row["axes"]
        text = _IDP.format(
            *(a["travel"] for a in axes), *(round(a["upr"] * 10) for a in axes),
            turning=str(row["turning"]).lower(), contouring=row["contouring_axes"],
            rotary=row["contouring_rotary_axes"],
        )
        kb = IDP.from_str(text)
        theory, structure = kb.get_blocks("T, S")
        (model,) = (m for m in model_expand(theory, structure, max=1) if "controlled" in str(m))
        controlled += "controlled := true" in str(model)
    return len(rows) / (time.process_time() - start), controlled


if __name__ == "__main__":
    machines = json.loads(Path(sys.argv[1]).read_text("utf-8"))
    for program, runner, some in (("openfisca-core", run_openfisca, machines), ("idp-engine", run_idp, machines[:40])):
        rate, count = runner(some)
        print(json.dumps([program, len(some), rate, count]))
