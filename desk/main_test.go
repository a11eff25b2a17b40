package desk

import (
	"os"
	"testing"

	"nlgserver/internal/gittest"
)

func TestMain(m *testing.M) {
	gittest.Isolate()
	os.Exit(m.Run())
}
