"""One folder, opened: the Python API, and the only reader of clock, randomness and settings.

    from enduse.workspace import Workspace
    workspace = Workspace(".enduse")
    for screening in workspace.screen(["Example Trading LLC"]):
        print(screening.query, screening.hits)
"""

from enduse.workspace.opening import Workspace

__all__ = ["Workspace"]
