"""Measurements of speed and of accuracy against what a user could install instead. Figures are ratios: machines differ."""
