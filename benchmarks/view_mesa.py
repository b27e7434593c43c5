"""Mesa's own page, SolaraViz, with a network of the same size as in the benchmark of the view, and nothing else.

Every step each organisation takes another colour and its ties stay; Mesa draws that with Matplotlib, as a picture.
`python -m benchmarks.view_mesa 30` serves it, and prints its address.
"""

from __future__ import annotations

import os
import sys

ORGANISATIONS = "BENCHMARK_ORGANISATIONS"


def page(n: int) -> object:
    """Mesa's page for a network of n organisations."""
    import mesa
    import networkx as nx
    from mesa.discrete_space import CellAgent, Network
    from mesa.visualization import SolaraViz, make_space_component
    from mesa.visualization.components import AgentPortrayalStyle

    class Organisation(CellAgent):
        """One that changes every step."""

        def __init__(self, model, cell):
            super().__init__(model)
            self.cell, self.commitment = cell, 0.5

        def step(self):
            """Another commitment."""
            self.commitment = self.model.random.random()

    class Collaboration(mesa.Model):
        """A small world of organisations."""

        def __init__(self):
            super().__init__(rng=1)
            self.grid = Network(nx.watts_strogatz_graph(n, 6, 0.1, 1), random=self.random)
            Organisation.create_agents(self, n, list(self.grid.all_cells))

        def step(self):
            """One round."""
            self.agents.do("step")

    def portrayal(agent):
        return AgentPortrayalStyle(color=(0.0, agent.commitment, 0.7), size=60)

    return SolaraViz(Collaboration(), components=[make_space_component(portrayal, backend="matplotlib")])


def main() -> None:
    """Serve it on a free port, with the settings of the view: offline."""
    os.environ[ORGANISATIONS] = sys.argv[1]
    import samenspel.view.server as ours

    os.environ["SOLARA_APP"] = "benchmarks.view_mesa"
    import solara.settings
    from solara.server import settings

    settings.telemetry.mixpanel_enable = False
    settings.main.mode = "production"
    settings.assets.fontawesome_enabled = False
    solara.settings.assets.cdn = f"{ours.NOWHERE}/"
    import uvicorn
    from solara.server.starlette import app

    listening = ours.listen(ours.LOOPBACK, 0)
    print(f"It is at http://127.0.0.1:{listening.getsockname()[1]}/", flush=True)
    uvicorn.Server(uvicorn.Config(app, log_level="warning")).run(sockets=[listening])


if __name__ == "__main__":
    main()
elif ORGANISATIONS in os.environ:
    Page = page(int(os.environ[ORGANISATIONS]))
