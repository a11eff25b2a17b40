package guard

// moments are the times that people say for a short while: a second is a minute then.
const moments = second | minute

// swappedSpan returns the first time of f that other does not say, if other says one that f
// does not. "An hour" may be lost or new, because it is no fact in some sentences; but it may
// not become a day.
func (f *facts) swappedSpan(other *facts) (string, bool) {
	added := unit(0)
	for _, span := range other.list {
		if span.isSoftSpan() && !f.has(span, other.loose) {
			added |= span.unit
		}
	}
	for _, span := range f.list {
		if added != 0 && span.isSoftSpan() && (added|span.unit)&^moments != 0 && !other.has(span, f.loose) {
			return f.text[span.start:span.end], true
		}
	}
	return "", false
}

// isSoftSpan reports whether a fact is a time such as "an hour" or "one day".
func (f *fact) isSoftSpan() bool { return f.soft && f.unit&spans != 0 }
