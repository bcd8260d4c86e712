package main

import (
	"context"
	"errors"
	"fmt"
	"log"
	"math/rand/v2"
	"sync"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/keepalive"

	clientv1 "github.com/fanwire/fanwire/clients/go/gen/fanwire/client/v1"
)

const (
	backoffBase = 200 * time.Millisecond
	backoffMax  = 20 * time.Second
	// A subscription that lived for so long may be renewed soon.
	good = 5 * time.Second
)

// Ids of our commands.
const (
	connectID   = 1
	subscribeID = 2
)

// What the server says when it takes the connection token no more.
const (
	tokenExpired      = 109
	connectionExpired = 3005
	stateInvalidated  = 3014
)

// The same of a subscription: to subscribe again; to do so without what we know.
const (
	subscriptionExpired     = 2501
	subscriptionInvalidated = 2502
)

// errFinal marks what coming back would not help.
var errFinal = errors.New("final")

// Subscriber follows one channel.
type Subscriber struct {
	Server        string
	Channel       string
	GetToken      func(context.Context) (string, error) // asks for a connection token; nil to be anonymous
	GetSubToken   func(context.Context) (string, error) // asks for a token of the channel; nil if it needs none
	Position      *clientv1.StreamPosition              // where we are; nil starts with what comes next
	OnPublication func(*clientv1.Publication)

	token        string // the last one, good until the server says otherwise
	subToken     string // likewise
	pong         bool   // whether pings want an answer
	failures     int    // attempts in a row without a subscription
	ends         int    // subscriptions in a row that the server soon ended
	subscribedAt time.Time
	wait         time.Duration // as advised by the server
}

// Run follows until the context ends or the server says no for good.
func (s *Subscriber) Run(ctx context.Context) error {
	for {
		err := s.session(ctx)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if errors.Is(err, errFinal) {
			return err
		}
		log.Printf("disconnected: %v", err)
		select {
		case <-time.After(max(backoff(s.failures), s.wait)):
			s.failures++
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// backoff has full jitter: clients that were cut off together don't come back
// together.
func backoff(failures int) time.Duration {
	ceiling := min(backoffMax, backoffBase<<min(failures, 10))
	return rand.N(ceiling)
}

// session is one connection, until it ends.
func (s *Subscriber) session(ctx context.Context) error {
	s.wait = 0
	if s.token == "" && s.GetToken != nil {
		token, err := s.GetToken(ctx)
		if err != nil {
			return fmt.Errorf("no token: %w", err)
		}
		s.token = token
	}
	conn, err := grpc.NewClient(s.Server,
		grpc.WithTransportCredentials(insecure.NewCredentials()),
		// Finds a peer that vanished without a word.
		grpc.WithKeepaliveParams(keepalive.ClientParameters{Time: 20 * time.Second, Timeout: 10 * time.Second}))
	if err != nil {
		return fmt.Errorf("%w: %w", errFinal, err)
	}
	defer conn.Close()
	stream, err := clientv1.NewClientServiceClient(conn).Connect(ctx)
	if err != nil {
		return err
	}
	subscribe, err := s.subscribe(ctx)
	if err != nil {
		return err
	}
	// Commands come from here and from a timer, and Send is for one at a time.
	// Its errors show, with their cause, in Recv.
	var sending sync.Mutex
	send := func(command *clientv1.Command) {
		sending.Lock()
		defer sending.Unlock()
		_ = stream.Send(command)
	}
	connect := &clientv1.ConnectRequest{Token: s.token, Name: "go-example"}
	send(&clientv1.Command{Id: connectID, Request: &clientv1.Command_Connect{Connect: connect}})
	send(subscribe)
	for {
		reply, err := stream.Recv()
		if err != nil {
			return err
		}
		answer, err := s.handle(ctx, reply)
		if err != nil {
			return err
		}
		if answer.command != nil {
			// Meanwhile pings come, and want their answers.
			time.AfterFunc(answer.after, func() { send(answer.command) })
		}
	}
}

// answer is a command to send in return, if any.
type answer struct {
	command *clientv1.Command
	after   time.Duration
}

func (s *Subscriber) subscribe(ctx context.Context) (*clientv1.Command, error) {
	if s.subToken == "" && s.GetSubToken != nil {
		token, err := s.GetSubToken(ctx)
		if err != nil {
			return nil, fmt.Errorf("no token: %w", err)
		}
		s.subToken = token
	}
	request := &clientv1.SubscribeRequest{Channel: s.Channel, Token: s.subToken, Recoverable: true}
	if s.Position != nil { // been here before: ask for what we missed
		request.Recover = true
		request.Epoch, request.Offset = s.Position.Epoch, s.Position.Offset
	}
	return &clientv1.Command{Id: subscribeID, Request: &clientv1.Command_Subscribe{Subscribe: request}}, nil
}

// handle takes one reply.
func (s *Subscriber) handle(ctx context.Context, reply *clientv1.Reply) (answer, error) {
	switch result := reply.Result.(type) {
	case nil: // a ping
		if s.pong {
			return answer{command: &clientv1.Command{}}, nil
		}
	case *clientv1.Reply_Connect:
		s.pong = result.Connect.Pong
	case *clientv1.Reply_Subscribe:
		s.subscribed(result.Subscribe)
	case *clientv1.Reply_Push:
		return s.pushed(ctx, result.Push)
	case *clientv1.Reply_Error:
		return answer{}, s.refused(reply.Id, result.Error)
	}
	return answer{}, nil
}

func (s *Subscriber) refused(command uint32, refusal *clientv1.Error) error {
	err := fmt.Errorf("error %d: %s", refusal.Code, refusal.Message)
	retry := refusal.Temporary
	if command == connectID && refusal.Code == tokenExpired && s.GetToken != nil {
		s.token, retry = "", true
	}
	if command == subscribeID && refusal.Code == tokenExpired && s.GetSubToken != nil {
		s.subToken, retry = "", true
	}
	if !retry {
		err = fmt.Errorf("%w: %w", errFinal, err)
	}
	return err
}

func (s *Subscriber) subscribed(result *clientv1.SubscribeResult) {
	s.failures = 0
	s.subscribedAt = time.Now()
	log.Printf("subscribed: #%d of epoch %q, %v", result.Offset, result.Epoch, result.Recovery)
	switch {
	case result.Recovered:
		// The offset moves with what arrives: the rest may follow as pushes.
		s.Position.Epoch = result.Epoch
	case result.Recoverable:
		// If WasRecovering, publications are lost: reload what you show.
		s.Position = &clientv1.StreamPosition{Epoch: result.Epoch, Offset: result.Offset}
	default:
		s.Position = nil
	}
	for _, publication := range result.Publications {
		s.published(publication)
	}
}

func (s *Subscriber) published(publication *clientv1.Publication) {
	s.OnPublication(publication)
	if s.Position != nil && publication.Offset != 0 { // 0: it is not in the history
		s.Position.Offset = publication.Offset
	}
}

func (s *Subscriber) pushed(ctx context.Context, push *clientv1.Push) (answer, error) {
	switch event := push.Event.(type) {
	case *clientv1.Push_Pub:
		s.published(event.Pub)
	case *clientv1.Push_Unsubscribe:
		if event.Unsubscribe.Code < 2500 {
			return answer{}, fmt.Errorf("%w: unsubscribed: %s", errFinal, event.Unsubscribe.Reason)
		}
		log.Printf("unsubscribed %d: %s", event.Unsubscribe.Code, event.Unsubscribe.Reason)
		return s.subscribeAgain(ctx, event.Unsubscribe.Code)
	case *clientv1.Push_Disconnect:
		switch event.Disconnect.Code {
		case connectionExpired, stateInvalidated:
			s.token = ""
		}
		if !event.Disconnect.Reconnect {
			return answer{}, fmt.Errorf("%w: disconnected %d: %s", errFinal, event.Disconnect.Code, event.Disconnect.Reason)
		}
		s.wait = time.Duration(event.Disconnect.ReconnectAfterMs) * time.Millisecond
	}
	return answer{}, nil
}

func (s *Subscriber) subscribeAgain(ctx context.Context, code uint32) (answer, error) {
	switch code {
	case subscriptionInvalidated:
		s.Position, s.subToken = nil, ""
	case subscriptionExpired:
		s.subToken = ""
	}
	if time.Since(s.subscribedAt) > good {
		s.ends = 0
	}
	command, err := s.subscribe(ctx)
	again := answer{command, backoff(s.ends)}
	s.ends++
	return again, err
}
