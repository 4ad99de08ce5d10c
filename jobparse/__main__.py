"""python -m jobparse."""

from jobparse.start import main

if __name__ == "__main__":
    main()
