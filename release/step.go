package release

// What a [Step] is.
const (
	// StepStored: the bundle is in the store.
	StepStored = "stored"
	// StepStaged: the replicas are asked to make it ready.
	StepStaged = "staged"
	// StepReady: a replica is ready.
	StepReady = "ready"
	// StepRecorded: the release has its number, and is in the history.
	StepRecorded = "recorded"
	// StepLive: the move has happened.
	StepLive = "live"
	// StepSays: a replica says what is live.
	StepSays = "says"
	// StepRefused: a replica cannot have it.
	StepRefused = "refused"
	// StepLost: a replica has not been heard of for too long, and is not waited for.
	StepLost = "lost"
	// StepSilent: no replica was heard of lately, and they are given the time to come back.
	StepSilent = "silent"
	// StepNobody: there is no living replica to wait for.
	StepNobody = "nobody"
	// StepProblem: something failed that does not matter to the outcome.
	StepProblem = "problem"
)

// Step is what a [Publisher] has done or seen.
type Step struct {
	// What is one of the constants above.
	What string
	// Replica is the name of the replica that it is about; empty for none.
	Replica string
	// Text says it in a sentence without a period.
	Text string
	// Release is set by StepRecorded, Live by StepLive, and Refusal by StepRefused.
	Release *Release
	Live    *Live
	Refusal *Refusal
}
