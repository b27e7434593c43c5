"""What was found with the tool: nine studies, patterns, calibration and validation. None of it is part of the tool."""
