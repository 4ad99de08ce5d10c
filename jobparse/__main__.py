"""python -m jobparse."""

from jobparse.cli import main

if __name__ == "__main__":
    main()
