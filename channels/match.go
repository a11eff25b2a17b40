package channels

// The names by which the REST channel's output calls itself: Collector when it
// answers at once, Queue when it streams (as rasa shell does).
const (
	Collector = "collector"
	Queue     = "queue"
)

// MaxNames is how many names [Names] returns at most.
const MaxNames = 2

// Names appends to dst the channel names that a variation may carry to be used
// for a request, the most specific first. output is the request's channel, as
// sent; input is tracker.latest_input_channel, empty if unknown.
//
// Rasa compares with output alone (section 3.1), so that "channel: rest" never
// matches. For the REST channel's two output names the input channel counts as
// well; that is our deviation D6.
func Names(dst []string, output, input string) []string {
	dst = append(dst, output)
	if (output == Collector || output == Queue) && input != "" && input != output {
		dst = append(dst, input)
	}
	return dst
}
