// Command mint mints tokens, as a backend does for users whom it knows.
//
//	go run ./cmd/mint -user 42
//	go run ./cmd/mint -user 42 -channel secret:room
//
// The key is the server's client.token.hmac_secret_key, from the variable
// HMAC_SECRET_KEY: it stays in the backend.
package main

import (
	"flag"
	"fmt"
	"log"
	"os"
	"time"

	"github.com/golang-jwt/jwt/v5"
)

// connectionToken lets user connect.
func connectionToken(key []byte, user string, ttl time.Duration) (string, error) {
	claims := jwt.MapClaims{"sub": user, "exp": time.Now().Add(ttl).Unix()}
	return jwt.NewWithClaims(jwt.SigningMethodHS256, claims).SignedString(key)
}

// subscriptionToken lets user subscribe to a channel that is closed otherwise.
func subscriptionToken(key []byte, user, channel string, ttl time.Duration) (string, error) {
	claims := jwt.MapClaims{"sub": user, "channel": channel, "exp": time.Now().Add(ttl).Unix()}
	return jwt.NewWithClaims(jwt.SigningMethodHS256, claims).SignedString(key)
}

func main() {
	log.SetFlags(0)
	user := flag.String("user", "", "id of the user")
	channel := flag.String("channel", "", "make a subscription token for it")
	ttl := flag.Duration("ttl", time.Hour, "how long it lasts")
	flag.Parse()
	key := []byte(os.Getenv("HMAC_SECRET_KEY"))
	if *user == "" || len(key) == 0 {
		log.Fatal("usage: mint -user USER [-channel CHANNEL] [-ttl DURATION]\n" +
			"with the server's client.token.hmac_secret_key in HMAC_SECRET_KEY")
	}
	var token string
	var err error
	if *channel != "" {
		token, err = subscriptionToken(key, *user, *channel, *ttl)
	} else {
		token, err = connectionToken(key, *user, *ttl)
	}
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(token)
}
