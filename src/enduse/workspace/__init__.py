"""One folder, opened: the Python API, and the only reader of clock, randomness and settings.

    from enduse.workspace import Workspace
    workspace = Workspace.open(Path(".enduse"))
    viewpoint = workspace.viewpoint()
    workspace.screen(["Example Trading LLC"], viewpoint=viewpoint)
"""

from enduse.workspace.opening import Workspace

__all__ = ["Workspace"]
