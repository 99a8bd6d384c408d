/// Says what a load run showed, so that a person can judge it and a machine can compare it.
///
/// ```text
/// in   RunReport   from load: what was asked, what happened each second, histograms, audit
/// out  run.json, summary.txt, *.hgrm, junit.xml, report.html; the comparison of two runs
/// ```
///
/// **Promises.** Nothing is lost between a run and its `run.json`: reading it gives an equal
/// report. A page loads nothing from anywhere and works from a file. A run whose generator
/// could not keep up is called unfit, however good its figures look. **Does not know** how
/// load is made, or what a packet is. **Threads.** Reports are values; [LiveView] belongs to
/// one thread.
@NullMarked
package org.shomar.loadtest.report;

import org.jspecify.annotations.NullMarked;
