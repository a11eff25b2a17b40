// Package jinja renders Jinja2 templates as Python's Jinja2 3.1 does in its
// default environment: the engine behind `metadata: {template: jinja}`. Rasa:
// section 4.5.
//
// The one rule to know: a [Template] is compiled once, at load, and is immutable
// from then on. Rendering reads data and nothing else (no files, no network, no
// clock, no random numbers), never changes its data, and always ends: [Limits]
// bound its work, its output and its recursion.
package jinja
