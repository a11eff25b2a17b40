package channels

// The names of the REST channel's output: Collector when it answers at once,
// Queue when it streams, as rasa shell does.
const (
	Collector = "collector"
	Queue     = "queue"
)

// MaxNames is the largest number of names that [Names] appends.
const MaxNames = 2

// Names appends to dst the channel names that match a request, the most specific
// first. output is the request's channel, as sent; input is
// tracker.latest_input_channel, empty if unknown.
//
// Rasa compares only with output (section 3.1), so that "channel: rest" never
// matches. For the REST channel's two output names we also accept the input
// channel: deviation D6.
func Names(dst []string, output, input string) []string {
	dst = append(dst, output)
	if (output == Collector || output == Queue) && input != "" && input != output {
		dst = append(dst, input)
	}
	return dst
}
