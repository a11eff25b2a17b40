package write_test

import (
	"os"
	"testing"

	"nlgserver/desk/internal/desktest"
)

var chromium desktest.Browser

func TestMain(m *testing.M) { os.Exit(chromium.Run(m)) }
