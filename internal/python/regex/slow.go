package regex

// SlowLength is the length of the texts, in characters, for which [Regexp.Slow]
// tells whether a search may be stopped.
const SlowLength = 1000

// slowPart names what makes a pattern slow, "" if nothing does.
func slowPart(root *node, f features, patternLength int) string { return "" }
