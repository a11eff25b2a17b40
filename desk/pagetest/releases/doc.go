// Package releases tests the desk's page on a store of releases: what is live, what the replicas
// say, going back, the canary, and publishing, with replicas that a test plays.
package releases
