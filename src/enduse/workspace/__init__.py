"""One folder, opened: the Python API, and the only reader of clock, randomness and settings.

    from enduse.workspace import Workspace
    workspace = Workspace.open(Path(".enduse"))
    viewpoint = workspace.viewpoint()
    workspace.screen(["Example Trading LLC"], viewpoint=viewpoint)
"""

from enduse.workspace.opening import DEFAULT_THRESHOLD, Workspace

__all__ = ["DEFAULT_THRESHOLD", "Workspace"]
