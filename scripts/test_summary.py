#!/usr/bin/env python3
"""Prints `N passed, N failed` from the result file that `swift test --xunit-output` wrote."""
import sys
import xml.etree.ElementTree as tree

cases = list(tree.parse(sys.argv[1]).getroot().iter("testcase"))
failed = sum(case.find("failure") is not None for case in cases)
skipped = sum(case.find("skipped") is not None for case in cases)
print(f"{len(cases) - failed - skipped} passed, {failed} failed" + (f", {skipped} skipped" if skipped else ""))
