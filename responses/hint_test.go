package responses

import "testing"

// TestHintForKey checks that a slip in any key that Rasa reads is recognized.
func TestHintForKey(t *testing.T) {
	for key, want := range map[string]string{
		"allow_interruption":   "did you mean `allow_interruptions`?",
		"allow-interruptions":  "did you mean `allow_interruptions`?",
		"allowInterruptions":   "did you mean `allow_interruptions`?",
		"allow_interuptions":   "did you mean `allow_interruptions`?",
		"Buttons":              "did you mean `buttons`?",
		"translations":         "did you mean `translation`?",
		"interruptions":        "move keys that only your channel reads below `custom:` or `metadata:`",
		"allow_barge_in_later": "move keys that only your channel reads below `custom:` or `metadata:`",
	} {
		if got := hintForKey(key); got != want {
			t.Errorf("%s: %s, want %s", key, got, want)
		}
	}
}
