"""`python -m enduse`: the command line, for places where the installed command is not on the path."""

from enduse.interfaces.cli.main import main

if __name__ == "__main__":
    raise SystemExit(main())
