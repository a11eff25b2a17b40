package main

import (
	"fmt"
	"os"
	"strconv"

	"github.com/spf13/pflag"

	"nlgserver/server"
)

// portVariable is the environment variable in which hosting platforms name the
// port that they send requests to.
const portVariable = "PORT"

// listenAddress returns the value of --listen: that of the flag, of NLG_LISTEN,
// or else all addresses at the port of PORT.
func listenAddress(flags *pflag.FlagSet, value string) (string, error) {
	if flags.Changed("listen") && value != "" {
		return value, nil
	}
	port := os.Getenv(portVariable)
	if port == "" {
		return server.DefaultOptions().Listen, nil
	}
	if _, err := strconv.ParseUint(port, 10, 16); err != nil {
		return "", fmt.Errorf("environment variable %s: %q is not a port: write a number from 0 to 65535", portVariable, port)
	}
	return ":" + port, nil
}
