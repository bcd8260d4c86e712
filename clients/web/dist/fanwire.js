var f={Timeout:1,TransportClosed:2,Disconnected:3,ConnectionToken:5,Unsubscribed:7,SubscriptionToken:8,NotAccepted:10,Buffered:11,
Refused:12,State:13,SharingConflict:14},b=class extends Error{name="FanwireError";code;temporary;constructor(t,e,r=!1,o){
super(e,o===void 0?void 0:{cause:o}),this.code=t,this.temporary=r}},y=class extends Error{name="UnauthorizedError"};function g(n){
return n instanceof Error?n.message:String(n)}function _e(){let n=this.buf,t=this.pos,e=0,r=0;for(let i=0;i<28;i+=7){let s=n[t++];if(e|=(s&127)<<i,(s&128)==0){this.pos=
t,this.assertBounds(),this.varint64Lo=e,this.varint64Hi=r;return}}let o=n[t++];if(e|=(o&15)<<28,r=(o&112)>>4,(o&128)==0){
this.pos=t,this.assertBounds(),this.varint64Lo=e,this.varint64Hi=r;return}for(let i=3;i<=31;i+=7){let s=n[t++];if(r|=(s&
127)<<i,(s&128)==0){this.pos=t,this.assertBounds(),this.varint64Lo=e,this.varint64Hi=r;return}}throw new Error("invalid \
varint")}var $=4294967296;function ie(n){let t=n[0]==="-";t&&(n=n.slice(1));let e=1e6,r=0,o=0;function i(s,a){let d=Number(n.slice(
s,a));o*=e,r=r*e+d,r>=$&&(o=o+(r/$|0),r=r%$)}return i(-24,-18),i(-18,-12),i(-12,-6),i(-6),t?Be(r,o):ae(r,o)}function De(n,t){
let e=ae(n,t),r=e.hi&2147483648;r&&(e=Be(e.lo,e.hi));let o=oe(e.lo,e.hi);return r?"-"+o:o}function oe(n,t){if({lo:n,hi:t}=
wt(n,t),t<=2097151)return String($*t+n);let e=n&16777215,r=(n>>>24|t<<8)&16777215,o=t>>16&65535,i=e+r*6777216+o*6710656,
s=r+o*8147497,a=o*2,d=1e7;return i>=d&&(s+=Math.floor(i/d),i%=d),s>=d&&(a+=Math.floor(s/d),s%=d),a.toString()+Se(s)+Se(i)}
function wt(n,t){return{lo:n>>>0,hi:t>>>0}}function ae(n,t){return{lo:n|0,hi:t|0}}function Be(n,t){return t=~t,n?n=~n+1:
t+=1,ae(n,t)}var Se=n=>{let t=String(n);return"0000000".slice(t.length)+t};function Ce(){let n=this.buf[this.pos++];if((n&128)===0)return this.assertBounds(),n;let t=n&127;if(n=this.buf[this.pos++],
t|=(n&127)<<7,(n&128)===0)return this.assertBounds(),t;if(n=this.buf[this.pos++],t|=(n&127)<<14,(n&128)===0)return this.
assertBounds(),t;if(n=this.buf[this.pos++],t|=(n&127)<<21,(n&128)===0)return this.assertBounds(),t;n=this.buf[this.pos++],
t|=(n&15)<<28;for(let e=5;(n&128)!==0&&e<10;e++)n=this.buf[this.pos++];if((n&128)!==0)throw new Error("invalid varint");
return this.assertBounds(),t>>>0}var P=Rt();function Rt(){let n=new DataView(new ArrayBuffer(8));if(typeof BigInt=="function"&&typeof n.getBigInt64=="fun\
ction"&&typeof n.getBigUint64=="function"&&typeof n.setBigInt64=="function"&&typeof n.setBigUint64=="function"&&(!!globalThis.
Deno||!!globalThis.Bun||typeof process!="object"||typeof process.env!="object"||process.env.BUF_BIGINT_DISABLE!=="1")){let e=BigInt(
"-9223372036854775808"),r=BigInt("9223372036854775807"),o=BigInt("0"),i=BigInt("18446744073709551615");return{zero:BigInt(
0),supported:!0,parse(s){let a=typeof s=="bigint"?s:BigInt(s);if(a>r||a<e)throw new Error(`invalid int64: ${s}`);return a},
uParse(s){let a=typeof s=="bigint"?s:BigInt(s);if(a>i||a<o)throw new Error(`invalid uint64: ${s}`);return a},enc(s){return n.
setBigInt64(0,this.parse(s),!0),{lo:n.getInt32(0,!0),hi:n.getInt32(4,!0)}},uEnc(s){return n.setBigInt64(0,this.uParse(s),
!0),{lo:n.getInt32(0,!0),hi:n.getInt32(4,!0)}},dec(s,a){return n.setInt32(0,s,!0),n.setInt32(4,a,!0),n.getBigInt64(0,!0)},
uDec(s,a){return n.setInt32(0,s,!0),n.setInt32(4,a,!0),n.getBigUint64(0,!0)}}}return{zero:"0",supported:!1,parse(e){return typeof e!=
"string"&&(e=e.toString()),Te(e),e},uParse(e){return typeof e!="string"&&(e=e.toString()),qe(e),e},enc(e){return typeof e!=
"string"&&(e=e.toString()),Te(e),ie(e)},uEnc(e){return typeof e!="string"&&(e=e.toString()),qe(e),ie(e)},dec(e,r){return De(
e,r)},uDec(e,r){return oe(e,r)}}}function Te(n){if(!/^-?[0-9]+$/.test(n))throw new Error("invalid int64: "+n)}function qe(n){
if(!/^[0-9]+$/.test(n))throw new Error("invalid uint64: "+n)}var ce;function vt(n){var t;ce=Object.assign(Object.assign({},n),{encodeUtf8Into:(t=n.encodeUtf8Into)!==null&&t!==void 0?
t:de(n.encodeUtf8.bind(n))})}function ue(){if(!ce){let n=globalThis;if(!n.TextEncoder||!n.TextDecoder)throw new Error("e\
ncoding API missing: install TextEncoder and TextDecoder on globalThis");let t=new n.TextEncoder,e=new n.TextDecoder("ut\
f-8",{ignoreBOM:!0}),r,o={encodeUtf8(s){return t.encode(s)},decodeUtf8(s,a){return a?(r||(r=new n.TextDecoder("utf-8",{fatal:!0,
ignoreBOM:!0})),r.decode(s)):e.decode(s)},checkUtf8(s){try{return encodeURIComponent(s),!0}catch{return!1}}};t.encodeInto&&
(o.encodeUtf8Into=t.encodeInto.bind(t));let i=String.prototype.isWellFormed;i&&(o.checkUtf8=s=>i.call(s)),vt(o)}return ce}
function de(n){return(t,e)=>{let r=n(t);return e.set(r),{written:r.byteLength}}}var w;(function(n){n[n.Varint=0]="Varint",n[n.Bit64=1]="Bit64",n[n.LengthDelimited=2]="LengthDelimited",n[n.StartGroup=3]=
"StartGroup",n[n.EndGroup=4]="EndGroup",n[n.Bit32=5]="Bit32"})(w||(w={}));var Et=4294967295,xt=2147483647,kt=-2147483648,u=class{constructor(t){this.stackPos=[],this.encodeUtf8Into=t?de(t):ue().
encodeUtf8Into,this.buffer=Ae,this.viewCache=_t,this.pos=0}ensureCapacity(t){let e=this.pos+t;if(e>this.buffer.length){let r=this.
buffer.length||St;for(;r<e;)r*=2;let o=new Uint8Array(r);this.pos>0&&o.set(this.buffer),this.buffer=o}}view(){let t=this.
buffer,e=this.viewCache;if(e.byteLength===t.byteLength)return e;let r=new DataView(t.buffer);return this.viewCache=r,r}finish(){
let t=this.buffer.slice(0,this.pos);return this.pos=0,this.stackPos=[],t}fork(){return this.stackPos.push(this.pos),this.
ensureCapacity(q),this.buffer[this.pos++]=0,this}join(){let t=this.stackPos.pop();if(t===void 0)throw new Error("invalid\
 state, fork stack empty");let e=this.pos-t-q,r=fe(e);return r>q&&(this.ensureCapacity(r-q),this.buffer.copyWithin(t+r,t+
q,this.pos)),this.pos=t,this.uint32(e),this.pos+=e,this}tag(t,e){return this.uint32((t<<3|e)>>>0)}raw(t){return this.ensureCapacity(
t.length),this.buffer.set(t,this.pos),this.pos+=t.length,this}uint32(t){if(Ue(t),this.ensureCapacity(5),t<128)return this.
buffer[this.pos++]=t,this;for(;t>127;)this.buffer[this.pos++]=t&127|128,t>>>=7;return this.buffer[this.pos++]=t,this}int32(t){
if(be(t),t>=0)return this.uint32(t);this.ensureCapacity(10);for(let e=0;e<9;e++)this.buffer[this.pos++]=t&127|128,t>>=7;
return this.buffer[this.pos++]=1,this}bool(t){return this.ensureCapacity(1),this.buffer[this.pos++]=t?1:0,this}bytes(t){
return this.uint32(t.byteLength),this.raw(t)}string(t){typeof t!="string"&&(t=String(t));let e=t.length;if(e<=Ie){this.ensureCapacity(
e+1);let d=this.buffer,p=this.pos;d[p++]=e;let E=0;for(;E<e;E++){let F=t.charCodeAt(E);if(F>127)break;d[p++]=F}if(E==e)return this.
pos=p,this}this.ensureCapacity(e*3+5);let r=fe(e),o=this.buffer,i=this.pos,{written:s}=this.encodeUtf8Into(t,o.subarray(
i+r)),a=fe(s);return a!=r&&o.copyWithin(i+a,i+r,i+r+s),this.uint32(s),this.pos+=s,this}float(t){return Dt(t),this.ensureCapacity(
4),this.view().setFloat32(this.pos,t,!0),this.pos+=4,this}double(t){return this.ensureCapacity(8),this.view().setFloat64(
this.pos,t,!0),this.pos+=8,this}fixed32(t){return Ue(t),this.ensureCapacity(4),this.view().setUint32(this.pos,t,!0),this.
pos+=4,this}sfixed32(t){return be(t),this.ensureCapacity(4),this.view().setInt32(this.pos,t,!0),this.pos+=4,this}sint32(t){
return be(t),this.uint32((t<<1^t>>31)>>>0)}sfixed64(t){let e=P.enc(t);this.ensureCapacity(8);let r=this.view();return r.
setInt32(this.pos,e.lo,!0),r.setInt32(this.pos+4,e.hi,!0),this.pos+=8,this}fixed64(t){let e=P.uEnc(t);this.ensureCapacity(
8);let r=this.view();return r.setInt32(this.pos,e.lo,!0),r.setInt32(this.pos+4,e.hi,!0),this.pos+=8,this}int64(t){let e=P.
enc(t);return this.writeVarint64(e.lo,e.hi)}sint64(t){let e=P.enc(t),r=e.hi>>31,o=e.lo<<1^r,i=(e.hi<<1|e.lo>>>31)^r;return this.
writeVarint64(o,i)}uint64(t){let e=P.uEnc(t);return this.writeVarint64(e.lo,e.hi)}writeVarint64(t,e){this.ensureCapacity(
10);let r=this.buffer,o=this.pos;for(let a=0;a<28;a=a+7){let d=t>>>a,p=!(!(d>>>7)&&e==0);if(r[o++]=(p?d|128:d)&255,!p)return this.
pos=o,this}let i=t>>>28&15|(e&7)<<4,s=e>>3!=0;if(r[o++]=(s?i|128:i)&255,!s)return this.pos=o,this;for(let a=3;a<31;a=a+7){
let d=e>>>a,p=!!(d>>>7);if(r[o++]=(p?d|128:d)&255,!p)return this.pos=o,this}return r[o++]=e>>>31&1,this.pos=o,this}},St=128,
q=1,Ae=new Uint8Array(0),_t=new DataView(Ae.buffer),Ie=32;function fe(n){return n<128?1:n<16384?2:n<2097152?3:n<268435456?
4:5}var c=class{constructor(t,e=ue().decodeUtf8){this.decodeUtf8=e,this.varint64Lo=0,this.varint64Hi=0,this.varint64=_e,
this.uint32=Ce,this.buf=t,this.len=t.length,this.pos=0,this.view=new DataView(t.buffer,t.byteOffset,t.byteLength)}tag(){
let t=this.pos,e=this.uint32(),r=this.pos-t;if(r>5||r==5&&this.buf[this.pos-1]>15)throw new Error("illegal tag: varint o\
verflows uint32");let o=e>>>3,i=e&7;if(o<=0||i>5)throw new Error("illegal tag: field no "+o+" wire type "+i);return[o,i]}skip(t,e,r=100){
let o=this.pos;switch(t){case w.Varint:for(;this.buf[this.pos++]&128;);break;case w.Bit64:this.pos+=4;case w.Bit32:this.
pos+=4;break;case w.LengthDelimited:let i=this.uint32();this.pos+=i;break;case w.StartGroup:if(r<=0)throw new Error("max\
imum recursion depth reached");for(;;){let[s,a]=this.tag();if(a===w.EndGroup){if(e!==void 0&&s!==e)throw new Error("inva\
lid end group tag");break}this.skip(a,s,r-1)}break;default:throw new Error("cant skip wire type "+t)}return this.assertBounds(),
this.buf.subarray(o,this.pos)}assertBounds(){if(this.pos>this.len)throw new RangeError("premature EOF")}int32(){return this.
uint32()|0}sint32(){let t=this.uint32();return t>>>1^-(t&1)}int64(){return this.varint64(),P.dec(this.varint64Lo,this.varint64Hi)}uint64(){
return this.varint64(),P.uDec(this.varint64Lo,this.varint64Hi)}sint64(){this.varint64();let t=this.varint64Lo,e=this.varint64Hi,
r=-(t&1);return t=(t>>>1|(e&1)<<31)^r,e=e>>>1^r,P.dec(t,e)}bool(){let t=this.buf[this.pos];return t<128?(this.pos++,t!==
0):(this.varint64(),this.varint64Lo!==0||this.varint64Hi!==0)}fixed32(){return this.view.getUint32((this.pos+=4)-4,!0)}sfixed32(){
return this.view.getInt32((this.pos+=4)-4,!0)}fixed64(){return P.uDec(this.sfixed32(),this.sfixed32())}sfixed64(){return P.
dec(this.sfixed32(),this.sfixed32())}float(){return this.view.getFloat32((this.pos+=4)-4,!0)}double(){return this.view.getFloat64(
(this.pos+=8)-8,!0)}bytes(){let t=this.uint32(),e=this.pos;return this.pos+=t,this.assertBounds(),this.buf.subarray(e,e+
t)}string(t){let e=this.uint32(),r=this.pos;this.pos+=e,this.assertBounds();let o=this.buf;if(e<=Ie){let i=new Array(e);
for(let s=0;s<e;s++){let a=o[r+s];if(a>127)return this.decodeUtf8(o.subarray(r,this.pos),t);i[s]=a}return String.fromCharCode.
apply(String,i)}return this.decodeUtf8(o.subarray(r,this.pos),t)}};function be(n){if(typeof n=="string")n=Number(n);else if(typeof n!=
"number")throw new Error("invalid int32: "+typeof n);if(!Number.isInteger(n)||n>xt||n<kt)throw new Error("invalid int32:\
 "+n)}function Ue(n){if(typeof n=="string")n=Number(n);else if(typeof n!="number")throw new Error("invalid uint32: "+typeof n);
if(!Number.isInteger(n)||n>Et||n<0)throw new Error("invalid uint32: "+n)}function Dt(n){if(typeof n=="string"){let t=n;if(n=
Number(n),Number.isNaN(n)&&t!=="NaN")throw new Error("invalid float32: "+t)}else if(typeof n!="number")throw new Error("\
invalid float32: "+typeof n);if(!Number.isFinite(Math.fround(n))&&Number.isFinite(n))throw new Error("invalid float32: "+
n)}var he=(d=>(d[d.UNSPECIFIED=0]="UNSPECIFIED",d[d.NOT_REQUESTED=1]="NOT_REQUESTED",d[d.RECOVERED=2]="RECOVERED",d[d.EPOCH_CHANGED=
3]="EPOCH_CHANGED",d[d.TRIMMED=4]="TRIMMED",d[d.LIMIT_EXCEEDED=5]="LIMIT_EXCEEDED",d[d.INVALID_POSITION=6]="INVALID_POSI\
TION",d[d.HISTORY_OFF=7]="HISTORY_OFF",d))(he||{});function Bt(){return{code:0,message:"",temporary:!1}}var W={encode(n,t=new u){
throw new Error("encode not generated for PbError")},decode(n,t){let e=n instanceof c?n:new c(n),r=e.__tsProtoDecodeDepth??
0;if(r>=100)throw new globalThis.Error("protobuf decode recursion limit exceeded");e.__tsProtoDecodeDepth=r+1;try{let o=t===
void 0?e.len:e.pos+t,i=Bt();for(;e.pos<o;){let s=e.uint32();switch(s>>>3){case 1:{if(s!==8)break;i.code=e.uint32();continue}case 2:{
if(s!==18)break;i.message=e.string();continue}case 3:{if(s!==24)break;i.temporary=e.bool();continue}}if((s&7)===4||s===0)
break;e.skip(s&7)}return i}finally{e.__tsProtoDecodeDepth=r}}};function Ct(){return{user:"",client:"",connInfo:new Uint8Array(
0),chanInfo:new Uint8Array(0)}}var x={encode(n,t=new u){throw new Error("encode not generated for PbClientInfo")},decode(n,t){
let e=n instanceof c?n:new c(n),r=e.__tsProtoDecodeDepth??0;if(r>=100)throw new globalThis.Error("protobuf decode recurs\
ion limit exceeded");e.__tsProtoDecodeDepth=r+1;try{let o=t===void 0?e.len:e.pos+t,i=Ct();for(;e.pos<o;){let s=e.uint32();
switch(s>>>3){case 1:{if(s!==10)break;i.user=e.string();continue}case 2:{if(s!==18)break;i.client=e.string();continue}case 3:{
if(s!==26)break;i.connInfo=e.bytes();continue}case 4:{if(s!==34)break;i.chanInfo=e.bytes();continue}}if((s&7)===4||s===0)
break;e.skip(s&7)}return i}finally{e.__tsProtoDecodeDepth=r}}};function Tt(){return{data:new Uint8Array(0),info:void 0,offset:0n,
tags:new Map,delta:!1,time:0n,channel:"",key:"",removed:!1,score:0n,epoch:"",version:0n}}var U={encode(n,t=new u){throw new Error(
"encode not generated for PbPublication")},decode(n,t){let e=n instanceof c?n:new c(n),r=e.__tsProtoDecodeDepth??0;if(r>=
100)throw new globalThis.Error("protobuf decode recursion limit exceeded");e.__tsProtoDecodeDepth=r+1;try{let o=t===void 0?
e.len:e.pos+t,i=Tt();for(;e.pos<o;){let s=e.uint32();switch(s>>>3){case 4:{if(s!==34)break;i.data=e.bytes();continue}case 5:{
if(s!==42)break;i.info=x.decode(e,e.uint32());continue}case 6:{if(s!==48)break;i.offset=e.uint64();continue}case 7:{if(s!==
58)break;let a=Ut.decode(e,e.uint32());a.value!==void 0&&i.tags.set(a.key,a.value);continue}case 8:{if(s!==64)break;i.delta=
e.bool();continue}case 9:{if(s!==72)break;i.time=e.int64();continue}case 10:{if(s!==82)break;i.channel=e.string();continue}case 11:{
if(s!==90)break;i.key=e.string();continue}case 12:{if(s!==96)break;i.removed=e.bool();continue}case 13:{if(s!==104)break;
i.score=e.sint64();continue}case 14:{if(s!==114)break;i.epoch=e.string();continue}case 16:{if(s!==128)break;i.version=e.
uint64();continue}}if((s&7)===4||s===0)break;e.skip(s&7)}return i}finally{e.__tsProtoDecodeDepth=r}}};function qt(){return{
key:"",value:""}}var Ut={encode(n,t=new u){throw new Error("encode not generated for PbPublication_TagsEntry")},decode(n,t){
let e=n instanceof c?n:new c(n),r=e.__tsProtoDecodeDepth??0;if(r>=100)throw new globalThis.Error("protobuf decode recurs\
ion limit exceeded");e.__tsProtoDecodeDepth=r+1;try{let o=t===void 0?e.len:e.pos+t,i=qt();for(;e.pos<o;){let s=e.uint32();
switch(s>>>3){case 1:{if(s!==10)break;i.key=e.string();continue}case 2:{if(s!==18)break;i.value=e.string();continue}}if((s&
7)===4||s===0)break;e.skip(s&7)}return i}finally{e.__tsProtoDecodeDepth=r}}};function At(){return{offset:0n,epoch:""}}var O={
encode(n,t=new u){if(n.offset!==0n){if(BigInt.asUintN(64,n.offset)!==n.offset)throw new globalThis.Error("value provided\
 for field message.offset of type uint64 too large");t.uint32(8).uint64(n.offset)}return n.epoch!==""&&t.uint32(18).string(
n.epoch),t},decode(n,t){let e=n instanceof c?n:new c(n),r=e.__tsProtoDecodeDepth??0;if(r>=100)throw new globalThis.Error(
"protobuf decode recursion limit exceeded");e.__tsProtoDecodeDepth=r+1;try{let o=t===void 0?e.len:e.pos+t,i=At();for(;e.
pos<o;){let s=e.uint32();switch(s>>>3){case 1:{if(s!==8)break;i.offset=e.uint64();continue}case 2:{if(s!==18)break;i.epoch=
e.string();continue}}if((s&7)===4||s===0)break;e.skip(s&7)}return i}finally{e.__tsProtoDecodeDepth=r}}},le={encode(n,t=new u){
n.op!==""&&t.uint32(10).string(n.op),n.key!==""&&t.uint32(18).string(n.key),n.cmp!==""&&t.uint32(26).string(n.cmp),n.val!==
""&&t.uint32(34).string(n.val);for(let e of n.vals)t.uint32(42).string(e);for(let e of n.nodes)le.encode(e,t.uint32(50).
fork()).join();return t},decode(n,t){throw new Error("decode not generated for PbFilterNode")}};function k({code:n,message:t,temporary:e}){return new b(n,t,e)}function S(n,t){let{data:e,offset:r,time:o,tags:i,info:s,
version:a}=t;return{channel:t.channel||n,data:e,offset:r,time:Number(o),tags:i,info:s,version:a}}function It(n){return n??
{user:"",client:"",connInfo:new Uint8Array,chanInfo:new Uint8Array}}function pe({recovery:n,recovered:t,wasRecovering:e}){
return n===0&&t?"RECOVERED":n===0&&!e?"NOT_REQUESTED":he[n]??"UNSPECIFIED"}function N(n,t){let{epoch:e,offset:r,recoverable:o,
positioned:i,wasRecovering:s,data:a}=t,d=pe(t);return{channel:n,position:e===""?void 0:{epoch:e,offset:r},recoverable:o,
positioned:i,wasRecovering:s,recovered:d==="RECOVERED",outcome:d,data:a}}function j(n,t,e){if(e.$case==="join"||e.$case===
"leave")n.emit(e.$case,{channel:t,info:It(e.value.info)});else if(e.$case==="gap"){let{from:r,to:o,epoch:i,count:s}=e.value;
n.emit("gap",{channel:t,from:r,to:o,epoch:i,count:s})}}var ye=new Uint8Array;function A(n){return n===void 0?ye:n instanceof Uint8Array?n:new TextEncoder().encode(typeof n=="s\
tring"?n:JSON.stringify(n))}function Me(n){return new TextDecoder().decode(n)}function Mt(n){return JSON.parse(Me(n))}var L=class{constructor(t){this.call=t}call;async publish(t,e,r={}){let o={channel:t,data:A(e),idempotencyKey:r.idempotencyKey??
""};return this.#e({$case:"publish",value:o},"publish")}async history(t,e={}){let{limit:r=0,since:o,reverse:i=!1}=e,s=await this.#e(
{$case:"history",value:{channel:t,limit:r,since:o,reverse:i}},"history");return{publications:s.publications.map(a=>S(t,a)),
position:{offset:s.offset,epoch:s.epoch},truncated:s.truncated}}async presence(t){return(await this.#e({$case:"presence",
value:{channel:t}},"presence")).presence}async presenceStats(t){let{numClients:e,numUsers:r}=await this.#e({$case:"prese\
nceStats",value:{channel:t}},"presenceStats");return{clients:e,users:r}}async#e(t,e){let r=await this.call(t);if(r.$case!==
e)throw new TypeError(`${e} was answered with ${r.$case}`);return r.value}};var l={connectCalled:0,transportClosed:1,noPing:2,subscribeTimeout:3},v={disconnectCalled:0,unauthorized:1,refused:2},Pe={
subscribeCalled:0,transportClosed:1,stateStale:2},H={unsubscribeCalled:0,unauthorized:1,clientClosed:2},V=109,Fe=2501,ge=2502,
Ft=3005,$t=3014;function $e(n){return!(n>=3500&&n<4e3||n>=4500&&n<5e3)}function We(n){return n===Ft||n===$t}function G(n){
return n>=2500}var _=class{constructor(t,e){this.min=t;this.max=e}min;max;#e=0;next(){let t=Math.min(this.max,this.min*2**this.#e);return t<
this.max&&this.#e++,Math.random()*t}reset(){this.#e=0}};var me="0.1.0";function Oe(n,t,e,r){return{token:t,data:A(n.data),subs:r,name:n.name??"js",version:n.version??me,headers:new Map(Object.
entries(n.headers??{})),flag:0n,previousSession:e,gapSupport:!0}}function we(n,t,e,r){return{channel:n,token:e,recover:r!==
void 0,epoch:r?.epoch??"",offset:r?.offset??0n,data:A(t.data),positioned:t.positioned??!1,recoverable:t.recoverable??!1,
joinLeave:t.joinLeave??!1,delta:"",tf:t.tagsFilter&&je(t.tagsFilter),flag:0n,type:0}}function Ne(n){return{...we("",{},"",
n),data:ye}}function je(n){return{op:n.op??"",key:n.key??"",cmp:n.cmp??"",val:n.val??"",vals:n.vals??[],nodes:(n.nodes??
[]).map(je)}}var K=class{#e=new Map;#t=1;add(t,e,r){let o=++this.#t,i=()=>this.fail([o],new b(f.Timeout,`no answer to ${t.$case}`,!0));
return this.#e.set(o,{answer:r,timer:setTimeout(i,e)}),o}settle({id:t,result:e}){let r=this.#n(t);!r||!e||r(e.$case==="e\
rror"?{error:k(e.value)}:{result:e})}fail(t,e){for(let r of t)this.#n(r)?.({error:e})}failAll(t){this.fail([...this.#e.keys()],
t),this.#t=1}#n(t){let e=this.#e.get(t);return clearTimeout(e?.timer),this.#e.delete(t),e?.answer}};var m=class{#e;get active(){return this.#e!==void 0}set(t,e){this.clear();let r=Math.min(t,2147483647);this.#e=setTimeout(
()=>{this.#e=void 0,t>r?this.set(t-r,e):e()},r)}clear(){clearTimeout(this.#e),this.#e=void 0}};function z(n){return n*1e3*
(.8+.1*Math.random())}var D=class{constructor(t,e,r){this.getToken=e;this.context=r;this.#e=t??""}getToken;context;#e;#t;get renewable(){return this.
getToken!==void 0}current(t){return this.getToken?this.#e!==""&&Wt(this.#e)>t?this.#e:void 0:this.#e}fetch(){return this.#t??=
this.#n().finally(()=>this.#t=void 0),this.#t}drop(){this.getToken&&(this.#e="")}replace(t){this.#e=t}async#n(){let t=await this.
getToken(this.context);if(typeof t!="string")throw new y("getToken gave no token: it must give a string, or throw Unauth\
orizedError");return this.#e=t}};function Wt(n){let t=Ot(n).exp;return typeof t=="number"?t*1e3:1/0}function Ot(n){try{let t=n.split(".")[1].replace(/-/g,"+").replace(/_/g,"/"),e=Uint8Array.from(atob(t),r=>r.charCodeAt(0));
return JSON.parse(new TextDecoder().decode(e))}catch{return{}}}var Nt=5e3,J=class{constructor(t,e,r){this.options=t;this.openSession=e;this.events=r;this.timeout=t.timeout??1e4,this.#e=
this.backoff(),this.#n=new D(t.token,t.getToken,void 0)}options;openSession;events;timeout;#e;#t=new K;#n;#s=new m;#o=new m;#a=()=>this.#g();#r="\
disconnected";#i=0;#u;#c="";#f=0;#d=0;#l=!1;get state(){return this.#r}get now(){return Date.now()+this.#d}backoff(){return new _(
this.options.minReconnectDelay??500,this.options.maxReconnectDelay??2e4)}start(){this.#r==="disconnected"&&(globalThis.addEventListener?.(
"online",this.#a),this.#r="connecting",this.events.connecting({code:l.connectCalled,reason:"connect called"}),this.#r===
"connecting"&&!this.#u&&this.#b())}stop(t,e){this.#r!=="disconnected"&&(globalThis.removeEventListener?.("online",this.#a),
this.#h(e),this.#s.clear(),this.#e.reset(),this.#c="",this.#r="disconnected",this.events.disconnected({code:t,reason:e}))}request(t,e){
if(this.#r!=="connected"||!this.#u)return e({error:new b(f.Disconnected,"not connected",!0)});let r=this.#t.add(t,this.timeout,
e);this.#u.send({id:r,request:t})}reconnect(t,e){this.#u&&this.#P({code:t,reason:e,reconnect:!0,afterMs:0})}#b(){this.#s.
clear();let t=++this.#i,e=this.#n.current(this.now);if(e!==void 0)return this.#m(t,e);this.#n.fetch().then(r=>{t===this.#i&&
this.#m(t,r)},r=>{if(t===this.#i){if(r instanceof y)return this.stop(v.unauthorized,r.message);this.events.error(Le(r)),
t===this.#i&&this.#s.set(this.#e.next(),()=>this.#b())}})}#m(t,e){let r=Oe(this.options,e,this.#c,this.events.subs()),o=()=>t===
this.#i;this.#u=this.openSession(e)(r,{reply:i=>o()&&this.#w(i),end:i=>o()&&this.#P(i),error:(i,s)=>{o()&&(this.#t.fail(
s,i),o()&&this.events.error(i))},token:i=>this.#n.replace(i)})}#w(t){let{id:e,result:r}=t;if(this.#r==="connecting")r?.$case===
"connect"?this.#E(r.value):r?.$case==="error"&&this.#x(k(r.value));else if(e>0)this.#t.settle(t);else if(r?.$case==="pus\
h"&&r.value.event){let{channel:o,event:i}=r.value;i.$case==="refresh"&&o===""?this.#p(i.value):this.events.push(o,i)}}#E(t){
this.#r="connected",this.#c=t.session,this.#f=Date.now(),this.#l=!1,t.time>0n&&(this.#d=Number(t.time)-Date.now()),this.#p(
t),this.events.connected(t)}#x(t){let{code:e,message:r}=t,o=e===V&&this.#n.renewable;if(!o&&!t.temporary)return this.#h(
r),this.stop(e,r);let i=o&&!this.#l;o&&this.#n.drop(),this.#l=o,this.#P({code:e,reason:r,reconnect:!0,afterMs:i?1:0,cause:e})}#P(t){
let{code:e,reason:r,reconnect:o,afterMs:i,cause:s=f.TransportClosed}=t;if(this.#h(r),We(e)&&this.#n.drop(),!o)return this.
stop(e,r);let a=this.#i;this.#r==="connected"?(Date.now()-this.#f>Nt&&this.#e.reset(),this.#r="connecting",this.events.connecting(
{code:e,reason:r})):this.events.error(new b(s,r,!0)),a===this.#i&&this.#s.set(i||this.#e.next(),()=>this.#b())}#h(t){this.#i++,
this.#u?.close(),this.#u=void 0,this.#o.clear(),this.#t.failAll(new b(f.TransportClosed,`connection lost: ${t}`,!0))}#p({
expires:t,ttl:e}){this.#o.clear(),t&&this.#n.renewable&&this.#o.set(z(e),()=>this.#R())}#R(){let t=this.#i,e=r=>{this.events.
error(r),t===this.#i&&this.#o.set(this.#e.next(),()=>this.#R())};this.#n.fetch().then(r=>{t===this.#i&&this.request({$case:"\
refresh",value:{token:r}},o=>{if(t===this.#i){if("error"in o)return o.error.temporary?e(o.error):this.stop(o.error.code,
o.error.message);o.result.$case==="refresh"&&this.#p(o.result.value)}})},r=>{if(t===this.#i){if(r instanceof y)return this.
stop(v.unauthorized,r.message);e(Le(r))}})}#g(){this.#r==="connecting"&&(this.#e.reset(),this.#h("online again"),this.#b())}};
function Le(n){return new b(f.ConnectionToken,`getToken failed: ${g(n)}`,!0,n)}var B=class{#e=new Map;on(t,e){let r=this.#e.get(t);return r||this.#e.set(t,r=new Set),r.add(e),()=>{r.delete(e)}}emit(t,e){
for(let r of[...this.#e.get(t)??[]])try{r(e)}catch(o){setTimeout(()=>{throw o})}}};var R=class{#e;#t=0n;constructor(t){this.#e=t&&{...t}}get since(){return this.#e}forget(){this.#e=void 0}subscribed(t){let{
epoch:e,offset:r,publications:o}=t,i=this.#e;if(pe(t)==="RECOVERED"&&i){this.#t=i.offset;let s=i.epoch===""&&o.length===
0;this.#e={epoch:e,offset:s?r:i.offset}}else this.#t=0n,this.#e=e===""?void 0:{epoch:e,offset:r}}take({offset:t}){return t===
0n||!this.#e?!0:t<=this.#t?!1:(this.moveTo({offset:t,epoch:this.#e.epoch}),!0)}moveTo({offset:t,epoch:e}){this.#t=t,this.#e=
{offset:t,epoch:e}}};var X=class{constructor(t){this.emitter=t}emitter;#e=new Map;requests(){let t=new Map;for(let[e,{position:r,recoverable:o}]of this.#e)
o&&r.since&&t.set(e,Ne(r.since));return t}connected({subs:t,subErrors:e}){for(let r of[...this.#e.keys()]){if(t.has(r))continue;
let o=e.get(r),{code:i,message:s}=o?k(o):{code:2e3,message:"no longer subscribed by the server"};this.#s(r,i,s)}for(let[
r,o]of t)this.#t(r,o)}suspend(t,e){for(let r of this.#e.keys())this.emitter.emit("subscribing",{channel:r,code:t,reason:e})}push(t,e){
if(e.$case==="subscribe")return this.#n(t,e.value);let r=this.#e.get(t);if(r){switch(e.$case){case"unsubscribe":return this.#s(
t,e.value.code,e.value.reason);case"pub":r.position.take(e.value)&&this.emitter.emit("publication",S(t,e.value));return;case"\
position":return r.position.moveTo(e.value);case"gap":r.position.moveTo({offset:e.value.to,epoch:e.value.epoch})}j(this.
emitter,t,e)}}#t(t,e){let o=this.#e.get(t)??{position:new R,recoverable:!1};o.recoverable=e.recoverable,o.position.subscribed(
e),this.#e.set(t,o),this.emitter.emit("subscribed",N(t,e));for(let i of e.publications)this.push(t,{$case:"pub",value:i})}#n(t,{
recoverable:e,positioned:r,epoch:o,offset:i,data:s}){let a=o===""?void 0:{epoch:o,offset:i};this.#e.set(t,{position:new R(
a),recoverable:e}),this.emitter.emit("subscribed",{channel:t,position:a,recoverable:e,positioned:r,data:s,wasRecovering:!1,
recovered:!1,outcome:"NOT_REQUESTED"})}#s(t,e,r){G(e)||this.#e.delete(t),this.emitter.emit("unsubscribed",{channel:t,code:e,
reason:r})}};var Re={encode(n,t=new u){if(n.token!==""&&t.uint32(10).string(n.token),n.data.length!==0&&t.uint32(18).bytes(n.data),n.
subs.forEach((e,r)=>{jt.encode({key:r,value:e},t.uint32(26).fork()).join()}),n.name!==""&&t.uint32(34).string(n.name),n.
version!==""&&t.uint32(42).string(n.version),n.headers.forEach((e,r)=>{Lt.encode({key:r,value:e},t.uint32(50).fork()).join()}),
n.flag!==0n){if(BigInt.asIntN(64,n.flag)!==n.flag)throw new globalThis.Error("value provided for field message.flag of t\
ype int64 too large");t.uint32(56).int64(n.flag)}return n.previousSession!==""&&t.uint32(802).string(n.previousSession),
n.gapSupport!==!1&&t.uint32(808).bool(n.gapSupport),t},decode(n,t){throw new Error("decode not generated for PbConnectRe\
quest")}},jt={encode(n,t=new u){return n.key!==""&&t.uint32(10).string(n.key),n.value!==void 0&&ve.encode(n.value,t.uint32(
18).fork()).join(),t},decode(n,t){throw new Error("decode not generated for PbConnectRequest_SubsEntry")}},Lt={encode(n,t=new u){
return n.key!==""&&t.uint32(10).string(n.key),n.value!==""&&t.uint32(18).string(n.value),t},decode(n,t){throw new Error(
"decode not generated for PbConnectRequest_HeadersEntry")}};function Ht(){return{client:"",version:"",expires:!1,ttl:0,data:new Uint8Array(
0),subs:new Map,ping:0,pong:!1,session:"",node:"",time:0n,flag:0n,subErrors:new Map}}var He={encode(n,t=new u){throw new Error(
"encode not generated for PbConnectResult")},decode(n,t){let e=n instanceof c?n:new c(n),r=e.__tsProtoDecodeDepth??0;if(r>=
100)throw new globalThis.Error("protobuf decode recursion limit exceeded");e.__tsProtoDecodeDepth=r+1;try{let o=t===void 0?
e.len:e.pos+t,i=Ht();for(;e.pos<o;){let s=e.uint32();switch(s>>>3){case 1:{if(s!==10)break;i.client=e.string();continue}case 2:{
if(s!==18)break;i.version=e.string();continue}case 3:{if(s!==24)break;i.expires=e.bool();continue}case 4:{if(s!==32)break;
i.ttl=e.uint32();continue}case 5:{if(s!==42)break;i.data=e.bytes();continue}case 6:{if(s!==50)break;let a=Gt.decode(e,e.
uint32());a.value!==void 0&&i.subs.set(a.key,a.value);continue}case 7:{if(s!==56)break;i.ping=e.uint32();continue}case 8:{
if(s!==64)break;i.pong=e.bool();continue}case 9:{if(s!==74)break;i.session=e.string();continue}case 10:{if(s!==82)break;
i.node=e.string();continue}case 11:{if(s!==88)break;i.time=e.int64();continue}case 12:{if(s!==96)break;i.flag=e.int64();
continue}case 100:{if(s!==802)break;let a=zt.decode(e,e.uint32());a.value!==void 0&&i.subErrors.set(a.key,a.value);continue}}
if((s&7)===4||s===0)break;e.skip(s&7)}return i}finally{e.__tsProtoDecodeDepth=r}}};function Vt(){return{key:"",value:void 0}}
var Gt={encode(n,t=new u){throw new Error("encode not generated for PbConnectResult_SubsEntry")},decode(n,t){let e=n instanceof
c?n:new c(n),r=e.__tsProtoDecodeDepth??0;if(r>=100)throw new globalThis.Error("protobuf decode recursion limit exceeded");
e.__tsProtoDecodeDepth=r+1;try{let o=t===void 0?e.len:e.pos+t,i=Vt();for(;e.pos<o;){let s=e.uint32();switch(s>>>3){case 1:{
if(s!==10)break;i.key=e.string();continue}case 2:{if(s!==18)break;i.value=I.decode(e,e.uint32());continue}}if((s&7)===4||
s===0)break;e.skip(s&7)}return i}finally{e.__tsProtoDecodeDepth=r}}};function Kt(){return{key:"",value:void 0}}var zt={encode(n,t=new u){
throw new Error("encode not generated for PbConnectResult_SubErrorsEntry")},decode(n,t){let e=n instanceof c?n:new c(n),
r=e.__tsProtoDecodeDepth??0;if(r>=100)throw new globalThis.Error("protobuf decode recursion limit exceeded");e.__tsProtoDecodeDepth=
r+1;try{let o=t===void 0?e.len:e.pos+t,i=Kt();for(;e.pos<o;){let s=e.uint32();switch(s>>>3){case 1:{if(s!==10)break;i.key=
e.string();continue}case 2:{if(s!==18)break;i.value=W.decode(e,e.uint32());continue}}if((s&7)===4||s===0)break;e.skip(s&
7)}return i}finally{e.__tsProtoDecodeDepth=r}}},Ve={encode(n,t=new u){return n.token!==""&&t.uint32(10).string(n.token),
t},decode(n,t){throw new Error("decode not generated for PbRefreshRequest")}};function Jt(){return{client:"",version:"",
expires:!1,ttl:0}}var Ge={encode(n,t=new u){throw new Error("encode not generated for PbRefreshResult")},decode(n,t){let e=n instanceof
c?n:new c(n),r=e.__tsProtoDecodeDepth??0;if(r>=100)throw new globalThis.Error("protobuf decode recursion limit exceeded");
e.__tsProtoDecodeDepth=r+1;try{let o=t===void 0?e.len:e.pos+t,i=Jt();for(;e.pos<o;){let s=e.uint32();switch(s>>>3){case 1:{
if(s!==10)break;i.client=e.string();continue}case 2:{if(s!==18)break;i.version=e.string();continue}case 3:{if(s!==24)break;
i.expires=e.bool();continue}case 4:{if(s!==32)break;i.ttl=e.uint32();continue}}if((s&7)===4||s===0)break;e.skip(s&7)}return i}finally{
e.__tsProtoDecodeDepth=r}}},ve={encode(n,t=new u){if(n.channel!==""&&t.uint32(10).string(n.channel),n.token!==""&&t.uint32(
18).string(n.token),n.recover!==!1&&t.uint32(24).bool(n.recover),n.epoch!==""&&t.uint32(50).string(n.epoch),n.offset!==0n){
if(BigInt.asUintN(64,n.offset)!==n.offset)throw new globalThis.Error("value provided for field message.offset of type ui\
nt64 too large");t.uint32(56).uint64(n.offset)}if(n.data.length!==0&&t.uint32(66).bytes(n.data),n.positioned!==!1&&t.uint32(
72).bool(n.positioned),n.recoverable!==!1&&t.uint32(80).bool(n.recoverable),n.joinLeave!==!1&&t.uint32(88).bool(n.joinLeave),
n.delta!==""&&t.uint32(98).string(n.delta),n.tf!==void 0&&le.encode(n.tf,t.uint32(106).fork()).join(),n.flag!==0n){if(BigInt.
asIntN(64,n.flag)!==n.flag)throw new globalThis.Error("value provided for field message.flag of type int64 too large");t.
uint32(112).int64(n.flag)}return n.type!==0&&t.uint32(120).int32(n.type),t},decode(n,t){throw new Error("decode not gene\
rated for PbSubscribeRequest")}};function Xt(){return{expires:!1,ttl:0,recoverable:!1,epoch:"",publications:[],recovered:!1,
offset:0n,positioned:!1,data:new Uint8Array(0),wasRecovering:!1,delta:!1,id:0n,recovery:0}}var I={encode(n,t=new u){throw new Error(
"encode not generated for PbSubscribeResult")},decode(n,t){let e=n instanceof c?n:new c(n),r=e.__tsProtoDecodeDepth??0;if(r>=
100)throw new globalThis.Error("protobuf decode recursion limit exceeded");e.__tsProtoDecodeDepth=r+1;try{let o=t===void 0?
e.len:e.pos+t,i=Xt();for(;e.pos<o;){let s=e.uint32();switch(s>>>3){case 1:{if(s!==8)break;i.expires=e.bool();continue}case 2:{
if(s!==16)break;i.ttl=e.uint32();continue}case 3:{if(s!==24)break;i.recoverable=e.bool();continue}case 6:{if(s!==50)break;
i.epoch=e.string();continue}case 7:{if(s!==58)break;i.publications.push(U.decode(e,e.uint32()));continue}case 8:{if(s!==
64)break;i.recovered=e.bool();continue}case 9:{if(s!==72)break;i.offset=e.uint64();continue}case 10:{if(s!==80)break;i.positioned=
e.bool();continue}case 11:{if(s!==90)break;i.data=e.bytes();continue}case 12:{if(s!==96)break;i.wasRecovering=e.bool();continue}case 13:{
if(s!==104)break;i.delta=e.bool();continue}case 14:{if(s!==112)break;i.id=e.int64();continue}case 100:{if(s!==800)break;
i.recovery=e.int32();continue}}if((s&7)===4||s===0)break;e.skip(s&7)}return i}finally{e.__tsProtoDecodeDepth=r}}},Ke={encode(n,t=new u){
return n.channel!==""&&t.uint32(10).string(n.channel),n.token!==""&&t.uint32(18).string(n.token),t},decode(n,t){throw new Error(
"decode not generated for PbSubRefreshRequest")}};function Yt(){return{expires:!1,ttl:0}}var ze={encode(n,t=new u){throw new Error(
"encode not generated for PbSubRefreshResult")},decode(n,t){let e=n instanceof c?n:new c(n),r=e.__tsProtoDecodeDepth??0;
if(r>=100)throw new globalThis.Error("protobuf decode recursion limit exceeded");e.__tsProtoDecodeDepth=r+1;try{let o=t===
void 0?e.len:e.pos+t,i=Yt();for(;e.pos<o;){let s=e.uint32();switch(s>>>3){case 1:{if(s!==8)break;i.expires=e.bool();continue}case 2:{
if(s!==16)break;i.ttl=e.uint32();continue}}if((s&7)===4||s===0)break;e.skip(s&7)}return i}finally{e.__tsProtoDecodeDepth=
r}}},Je={encode(n,t=new u){return n.channel!==""&&t.uint32(10).string(n.channel),t},decode(n,t){throw new Error("decode \
not generated for PbUnsubscribeRequest")}};function Qt(){return{}}var Xe={encode(n,t=new u){throw new Error("encode not \
generated for PbUnsubscribeResult")},decode(n,t){let e=n instanceof c?n:new c(n),r=e.__tsProtoDecodeDepth??0;if(r>=100)throw new globalThis.
Error("protobuf decode recursion limit exceeded");e.__tsProtoDecodeDepth=r+1;try{let o=t===void 0?e.len:e.pos+t,i=Qt();for(;e.
pos<o;){let s=e.uint32();if(s>>>3,(s&7)===4||s===0)break;e.skip(s&7)}return i}finally{e.__tsProtoDecodeDepth=r}}},Ye={encode(n,t=new u){
return n.channel!==""&&t.uint32(10).string(n.channel),n.data.length!==0&&t.uint32(18).bytes(n.data),n.idempotencyKey!==""&&
t.uint32(802).string(n.idempotencyKey),t},decode(n,t){throw new Error("decode not generated for PbPublishRequest")}};function Zt(){
return{offset:0n,epoch:"",duplicate:!1}}var Qe={encode(n,t=new u){throw new Error("encode not generated for PbPublishRes\
ult")},decode(n,t){let e=n instanceof c?n:new c(n),r=e.__tsProtoDecodeDepth??0;if(r>=100)throw new globalThis.Error("pro\
tobuf decode recursion limit exceeded");e.__tsProtoDecodeDepth=r+1;try{let o=t===void 0?e.len:e.pos+t,i=Zt();for(;e.pos<
o;){let s=e.uint32();switch(s>>>3){case 100:{if(s!==800)break;i.offset=e.uint64();continue}case 101:{if(s!==810)break;i.
epoch=e.string();continue}case 102:{if(s!==816)break;i.duplicate=e.bool();continue}}if((s&7)===4||s===0)break;e.skip(s&7)}
return i}finally{e.__tsProtoDecodeDepth=r}}},Ze={encode(n,t=new u){return n.channel!==""&&t.uint32(10).string(n.channel),
t},decode(n,t){throw new Error("decode not generated for PbPresenceRequest")}};function en(){return{presence:new Map}}var et={
encode(n,t=new u){throw new Error("encode not generated for PbPresenceResult")},decode(n,t){let e=n instanceof c?n:new c(
n),r=e.__tsProtoDecodeDepth??0;if(r>=100)throw new globalThis.Error("protobuf decode recursion limit exceeded");e.__tsProtoDecodeDepth=
r+1;try{let o=t===void 0?e.len:e.pos+t,i=en();for(;e.pos<o;){let s=e.uint32();switch(s>>>3){case 1:{if(s!==10)break;let a=nn.
decode(e,e.uint32());a.value!==void 0&&i.presence.set(a.key,a.value);continue}}if((s&7)===4||s===0)break;e.skip(s&7)}return i}finally{
e.__tsProtoDecodeDepth=r}}};function tn(){return{key:"",value:void 0}}var nn={encode(n,t=new u){throw new Error("encode \
not generated for PbPresenceResult_PresenceEntry")},decode(n,t){let e=n instanceof c?n:new c(n),r=e.__tsProtoDecodeDepth??
0;if(r>=100)throw new globalThis.Error("protobuf decode recursion limit exceeded");e.__tsProtoDecodeDepth=r+1;try{let o=t===
void 0?e.len:e.pos+t,i=tn();for(;e.pos<o;){let s=e.uint32();switch(s>>>3){case 1:{if(s!==10)break;i.key=e.string();continue}case 2:{
if(s!==18)break;i.value=x.decode(e,e.uint32());continue}}if((s&7)===4||s===0)break;e.skip(s&7)}return i}finally{e.__tsProtoDecodeDepth=
r}}},tt={encode(n,t=new u){return n.channel!==""&&t.uint32(10).string(n.channel),t},decode(n,t){throw new Error("decode \
not generated for PbPresenceStatsRequest")}};function rn(){return{numClients:0,numUsers:0}}var nt={encode(n,t=new u){throw new Error(
"encode not generated for PbPresenceStatsResult")},decode(n,t){let e=n instanceof c?n:new c(n),r=e.__tsProtoDecodeDepth??
0;if(r>=100)throw new globalThis.Error("protobuf decode recursion limit exceeded");e.__tsProtoDecodeDepth=r+1;try{let o=t===
void 0?e.len:e.pos+t,i=rn();for(;e.pos<o;){let s=e.uint32();switch(s>>>3){case 1:{if(s!==8)break;i.numClients=e.uint32();
continue}case 2:{if(s!==16)break;i.numUsers=e.uint32();continue}}if((s&7)===4||s===0)break;e.skip(s&7)}return i}finally{
e.__tsProtoDecodeDepth=r}}},rt={encode(n,t=new u){return n.channel!==""&&t.uint32(10).string(n.channel),n.limit!==0&&t.uint32(
56).int32(n.limit),n.since!==void 0&&O.encode(n.since,t.uint32(66).fork()).join(),n.reverse!==!1&&t.uint32(72).bool(n.reverse),
t},decode(n,t){throw new Error("decode not generated for PbHistoryRequest")}};function sn(){return{publications:[],epoch:"",
offset:0n,truncated:!1}}var st={encode(n,t=new u){throw new Error("encode not generated for PbHistoryResult")},decode(n,t){
let e=n instanceof c?n:new c(n),r=e.__tsProtoDecodeDepth??0;if(r>=100)throw new globalThis.Error("protobuf decode recurs\
ion limit exceeded");e.__tsProtoDecodeDepth=r+1;try{let o=t===void 0?e.len:e.pos+t,i=sn();for(;e.pos<o;){let s=e.uint32();
switch(s>>>3){case 1:{if(s!==10)break;i.publications.push(U.decode(e,e.uint32()));continue}case 2:{if(s!==18)break;i.epoch=
e.string();continue}case 3:{if(s!==24)break;i.offset=e.uint64();continue}case 100:{if(s!==800)break;i.truncated=e.bool();
continue}}if((s&7)===4||s===0)break;e.skip(s&7)}return i}finally{e.__tsProtoDecodeDepth=r}}},it={encode(n,t=new u){return t},
decode(n,t){throw new Error("decode not generated for PbPingRequest")}};function on(){return{}}var ot={encode(n,t=new u){
throw new Error("encode not generated for PbPingResult")},decode(n,t){let e=n instanceof c?n:new c(n),r=e.__tsProtoDecodeDepth??
0;if(r>=100)throw new globalThis.Error("protobuf decode recursion limit exceeded");e.__tsProtoDecodeDepth=r+1;try{let o=t===
void 0?e.len:e.pos+t,i=on();for(;e.pos<o;){let s=e.uint32();if(s>>>3,(s&7)===4||s===0)break;e.skip(s&7)}return i}finally{
e.__tsProtoDecodeDepth=r}}},at={encode(n,t=new u){return n.data.length!==0&&t.uint32(10).bytes(n.data),t},decode(n,t){throw new Error(
"decode not generated for PbMessageRequest")}},ct={encode(n,t=new u){return n.data.length!==0&&t.uint32(10).bytes(n.data),
n.method!==""&&t.uint32(18).string(n.method),t},decode(n,t){throw new Error("decode not generated for PbRpcRequest")}};function an(){
return{data:new Uint8Array(0)}}var ut={encode(n,t=new u){throw new Error("encode not generated for PbRpcResult")},decode(n,t){
let e=n instanceof c?n:new c(n),r=e.__tsProtoDecodeDepth??0;if(r>=100)throw new globalThis.Error("protobuf decode recurs\
ion limit exceeded");e.__tsProtoDecodeDepth=r+1;try{let o=t===void 0?e.len:e.pos+t,i=an();for(;e.pos<o;){let s=e.uint32();
switch(s>>>3){case 1:{if(s!==10)break;i.data=e.bytes();continue}}if((s&7)===4||s===0)break;e.skip(s&7)}return i}finally{
e.__tsProtoDecodeDepth=r}}};function cn(){return{id:0n,channel:"",event:void 0}}var dt={encode(n,t=new u){throw new Error("encode not generated for \
PbPush")},decode(n,t){let e=n instanceof c?n:new c(n),r=e.__tsProtoDecodeDepth??0;if(r>=100)throw new globalThis.Error("\
protobuf decode recursion limit exceeded");e.__tsProtoDecodeDepth=r+1;try{let o=t===void 0?e.len:e.pos+t,i=cn();for(;e.pos<
o;){let s=e.uint32();switch(s>>>3){case 1:{if(s!==8)break;i.id=e.int64();continue}case 2:{if(s!==18)break;i.channel=e.string();
continue}case 4:{if(s!==34)break;i.event={$case:"pub",value:U.decode(e,e.uint32())};continue}case 5:{if(s!==42)break;i.event=
{$case:"join",value:dn.decode(e,e.uint32())};continue}case 6:{if(s!==50)break;i.event={$case:"leave",value:bn.decode(e,e.
uint32())};continue}case 7:{if(s!==58)break;i.event={$case:"unsubscribe",value:ln.decode(e,e.uint32())};continue}case 8:{
if(s!==66)break;i.event={$case:"message",value:yn.decode(e,e.uint32())};continue}case 9:{if(s!==74)break;i.event={$case:"\
subscribe",value:gn.decode(e,e.uint32())};continue}case 10:{if(s!==82)break;i.event={$case:"connect",value:wn.decode(e,e.
uint32())};continue}case 11:{if(s!==90)break;i.event={$case:"disconnect",value:xn.decode(e,e.uint32())};continue}case 12:{
if(s!==98)break;i.event={$case:"refresh",value:Sn.decode(e,e.uint32())};continue}case 100:{if(s!==802)break;i.event={$case:"\
gap",value:Dn.decode(e,e.uint32())};continue}case 101:{if(s!==810)break;i.event={$case:"position",value:O.decode(e,e.uint32())};
continue}}if((s&7)===4||s===0)break;e.skip(s&7)}return i}finally{e.__tsProtoDecodeDepth=r}}};function un(){return{info:void 0}}
var dn={encode(n,t=new u){throw new Error("encode not generated for PbJoin")},decode(n,t){let e=n instanceof c?n:new c(n),
r=e.__tsProtoDecodeDepth??0;if(r>=100)throw new globalThis.Error("protobuf decode recursion limit exceeded");e.__tsProtoDecodeDepth=
r+1;try{let o=t===void 0?e.len:e.pos+t,i=un();for(;e.pos<o;){let s=e.uint32();switch(s>>>3){case 1:{if(s!==10)break;i.info=
x.decode(e,e.uint32());continue}}if((s&7)===4||s===0)break;e.skip(s&7)}return i}finally{e.__tsProtoDecodeDepth=r}}};function fn(){
return{info:void 0}}var bn={encode(n,t=new u){throw new Error("encode not generated for PbLeave")},decode(n,t){let e=n instanceof
c?n:new c(n),r=e.__tsProtoDecodeDepth??0;if(r>=100)throw new globalThis.Error("protobuf decode recursion limit exceeded");
e.__tsProtoDecodeDepth=r+1;try{let o=t===void 0?e.len:e.pos+t,i=fn();for(;e.pos<o;){let s=e.uint32();switch(s>>>3){case 1:{
if(s!==10)break;i.info=x.decode(e,e.uint32());continue}}if((s&7)===4||s===0)break;e.skip(s&7)}return i}finally{e.__tsProtoDecodeDepth=
r}}};function hn(){return{code:0,reason:""}}var ln={encode(n,t=new u){throw new Error("encode not generated for PbUnsubs\
cribe")},decode(n,t){let e=n instanceof c?n:new c(n),r=e.__tsProtoDecodeDepth??0;if(r>=100)throw new globalThis.Error("p\
rotobuf decode recursion limit exceeded");e.__tsProtoDecodeDepth=r+1;try{let o=t===void 0?e.len:e.pos+t,i=hn();for(;e.pos<
o;){let s=e.uint32();switch(s>>>3){case 2:{if(s!==16)break;i.code=e.uint32();continue}case 3:{if(s!==26)break;i.reason=e.
string();continue}}if((s&7)===4||s===0)break;e.skip(s&7)}return i}finally{e.__tsProtoDecodeDepth=r}}};function pn(){return{
data:new Uint8Array(0)}}var yn={encode(n,t=new u){throw new Error("encode not generated for PbMessage")},decode(n,t){let e=n instanceof
c?n:new c(n),r=e.__tsProtoDecodeDepth??0;if(r>=100)throw new globalThis.Error("protobuf decode recursion limit exceeded");
e.__tsProtoDecodeDepth=r+1;try{let o=t===void 0?e.len:e.pos+t,i=pn();for(;e.pos<o;){let s=e.uint32();switch(s>>>3){case 1:{
if(s!==10)break;i.data=e.bytes();continue}}if((s&7)===4||s===0)break;e.skip(s&7)}return i}finally{e.__tsProtoDecodeDepth=
r}}};function Pn(){return{recoverable:!1,epoch:"",offset:0n,positioned:!1,data:new Uint8Array(0)}}var gn={encode(n,t=new u){
throw new Error("encode not generated for PbSubscribe")},decode(n,t){let e=n instanceof c?n:new c(n),r=e.__tsProtoDecodeDepth??
0;if(r>=100)throw new globalThis.Error("protobuf decode recursion limit exceeded");e.__tsProtoDecodeDepth=r+1;try{let o=t===
void 0?e.len:e.pos+t,i=Pn();for(;e.pos<o;){let s=e.uint32();switch(s>>>3){case 1:{if(s!==8)break;i.recoverable=e.bool();
continue}case 4:{if(s!==34)break;i.epoch=e.string();continue}case 5:{if(s!==40)break;i.offset=e.uint64();continue}case 6:{
if(s!==48)break;i.positioned=e.bool();continue}case 7:{if(s!==58)break;i.data=e.bytes();continue}}if((s&7)===4||s===0)break;
e.skip(s&7)}return i}finally{e.__tsProtoDecodeDepth=r}}};function mn(){return{client:"",version:"",data:new Uint8Array(0),
subs:new Map,expires:!1,ttl:0,ping:0,pong:!1,session:"",node:"",time:0n}}var wn={encode(n,t=new u){throw new Error("enco\
de not generated for PbConnect")},decode(n,t){let e=n instanceof c?n:new c(n),r=e.__tsProtoDecodeDepth??0;if(r>=100)throw new globalThis.
Error("protobuf decode recursion limit exceeded");e.__tsProtoDecodeDepth=r+1;try{let o=t===void 0?e.len:e.pos+t,i=mn();for(;e.
pos<o;){let s=e.uint32();switch(s>>>3){case 1:{if(s!==10)break;i.client=e.string();continue}case 2:{if(s!==18)break;i.version=
e.string();continue}case 3:{if(s!==26)break;i.data=e.bytes();continue}case 4:{if(s!==34)break;let a=vn.decode(e,e.uint32());
a.value!==void 0&&i.subs.set(a.key,a.value);continue}case 5:{if(s!==40)break;i.expires=e.bool();continue}case 6:{if(s!==
48)break;i.ttl=e.uint32();continue}case 7:{if(s!==56)break;i.ping=e.uint32();continue}case 8:{if(s!==64)break;i.pong=e.bool();
continue}case 9:{if(s!==74)break;i.session=e.string();continue}case 10:{if(s!==82)break;i.node=e.string();continue}case 11:{
if(s!==88)break;i.time=e.int64();continue}}if((s&7)===4||s===0)break;e.skip(s&7)}return i}finally{e.__tsProtoDecodeDepth=
r}}};function Rn(){return{key:"",value:void 0}}var vn={encode(n,t=new u){throw new Error("encode not generated for PbCon\
nect_SubsEntry")},decode(n,t){let e=n instanceof c?n:new c(n),r=e.__tsProtoDecodeDepth??0;if(r>=100)throw new globalThis.
Error("protobuf decode recursion limit exceeded");e.__tsProtoDecodeDepth=r+1;try{let o=t===void 0?e.len:e.pos+t,i=Rn();for(;e.
pos<o;){let s=e.uint32();switch(s>>>3){case 1:{if(s!==10)break;i.key=e.string();continue}case 2:{if(s!==18)break;i.value=
I.decode(e,e.uint32());continue}}if((s&7)===4||s===0)break;e.skip(s&7)}return i}finally{e.__tsProtoDecodeDepth=r}}};function En(){
return{code:0,reason:"",reconnect:!1,reconnectAfterMs:0}}var xn={encode(n,t=new u){throw new Error("encode not generated\
 for PbDisconnect")},decode(n,t){let e=n instanceof c?n:new c(n),r=e.__tsProtoDecodeDepth??0;if(r>=100)throw new globalThis.
Error("protobuf decode recursion limit exceeded");e.__tsProtoDecodeDepth=r+1;try{let o=t===void 0?e.len:e.pos+t,i=En();for(;e.
pos<o;){let s=e.uint32();switch(s>>>3){case 1:{if(s!==8)break;i.code=e.uint32();continue}case 2:{if(s!==18)break;i.reason=
e.string();continue}case 3:{if(s!==24)break;i.reconnect=e.bool();continue}case 100:{if(s!==800)break;i.reconnectAfterMs=
e.uint32();continue}}if((s&7)===4||s===0)break;e.skip(s&7)}return i}finally{e.__tsProtoDecodeDepth=r}}};function kn(){return{
expires:!1,ttl:0}}var Sn={encode(n,t=new u){throw new Error("encode not generated for PbRefresh")},decode(n,t){let e=n instanceof
c?n:new c(n),r=e.__tsProtoDecodeDepth??0;if(r>=100)throw new globalThis.Error("protobuf decode recursion limit exceeded");
e.__tsProtoDecodeDepth=r+1;try{let o=t===void 0?e.len:e.pos+t,i=kn();for(;e.pos<o;){let s=e.uint32();switch(s>>>3){case 1:{
if(s!==8)break;i.expires=e.bool();continue}case 2:{if(s!==16)break;i.ttl=e.uint32();continue}}if((s&7)===4||s===0)break;
e.skip(s&7)}return i}finally{e.__tsProtoDecodeDepth=r}}};function _n(){return{from:0n,to:0n,epoch:"",count:0n}}var Dn={encode(n,t=new u){
throw new Error("encode not generated for PbGap")},decode(n,t){let e=n instanceof c?n:new c(n),r=e.__tsProtoDecodeDepth??
0;if(r>=100)throw new globalThis.Error("protobuf decode recursion limit exceeded");e.__tsProtoDecodeDepth=r+1;try{let o=t===
void 0?e.len:e.pos+t,i=_n();for(;e.pos<o;){let s=e.uint32();switch(s>>>3){case 1:{if(s!==8)break;i.from=e.uint64();continue}case 2:{
if(s!==16)break;i.to=e.uint64();continue}case 3:{if(s!==26)break;i.epoch=e.string();continue}case 4:{if(s!==32)break;i.count=
e.uint64();continue}}if((s&7)===4||s===0)break;e.skip(s&7)}return i}finally{e.__tsProtoDecodeDepth=r}}};var Ee={encode(n,t=new u){switch(n.id!==0&&t.uint32(8).uint32(n.id),n.request?.$case){case"connect":Re.encode(n.request.
value,t.uint32(34).fork()).join();break;case"subscribe":ve.encode(n.request.value,t.uint32(42).fork()).join();break;case"\
unsubscribe":Je.encode(n.request.value,t.uint32(50).fork()).join();break;case"publish":Ye.encode(n.request.value,t.uint32(
58).fork()).join();break;case"presence":Ze.encode(n.request.value,t.uint32(66).fork()).join();break;case"presenceStats":
tt.encode(n.request.value,t.uint32(74).fork()).join();break;case"history":rt.encode(n.request.value,t.uint32(82).fork()).
join();break;case"ping":it.encode(n.request.value,t.uint32(90).fork()).join();break;case"send":at.encode(n.request.value,
t.uint32(98).fork()).join();break;case"rpc":ct.encode(n.request.value,t.uint32(106).fork()).join();break;case"refresh":Ve.
encode(n.request.value,t.uint32(114).fork()).join();break;case"subRefresh":Ke.encode(n.request.value,t.uint32(122).fork()).
join();break}return t},decode(n,t){throw new Error("decode not generated for PbCommand")}};function Bn(){return{id:0,result:void 0}}
var ft={encode(n,t=new u){throw new Error("encode not generated for PbReply")},decode(n,t){let e=n instanceof c?n:new c(
n),r=e.__tsProtoDecodeDepth??0;if(r>=100)throw new globalThis.Error("protobuf decode recursion limit exceeded");e.__tsProtoDecodeDepth=
r+1;try{let o=t===void 0?e.len:e.pos+t,i=Bn();for(;e.pos<o;){let s=e.uint32();switch(s>>>3){case 1:{if(s!==8)break;i.id=
e.uint32();continue}case 2:{if(s!==18)break;i.result={$case:"error",value:W.decode(e,e.uint32())};continue}case 4:{if(s!==
34)break;i.result={$case:"push",value:dt.decode(e,e.uint32())};continue}case 5:{if(s!==42)break;i.result={$case:"connect",
value:He.decode(e,e.uint32())};continue}case 6:{if(s!==50)break;i.result={$case:"subscribe",value:I.decode(e,e.uint32())};
continue}case 7:{if(s!==58)break;i.result={$case:"unsubscribe",value:Xe.decode(e,e.uint32())};continue}case 8:{if(s!==66)
break;i.result={$case:"publish",value:Qe.decode(e,e.uint32())};continue}case 9:{if(s!==74)break;i.result={$case:"presenc\
e",value:et.decode(e,e.uint32())};continue}case 10:{if(s!==82)break;i.result={$case:"presenceStats",value:nt.decode(e,e.
uint32())};continue}case 11:{if(s!==90)break;i.result={$case:"history",value:st.decode(e,e.uint32())};continue}case 12:{
if(s!==98)break;i.result={$case:"ping",value:ot.decode(e,e.uint32())};continue}case 13:{if(s!==106)break;i.result={$case:"\
rpc",value:ut.decode(e,e.uint32())};continue}case 14:{if(s!==114)break;i.result={$case:"refresh",value:Ge.decode(e,e.uint32())};
continue}case 15:{if(s!==122)break;i.result={$case:"subRefresh",value:ze.decode(e,e.uint32())};continue}}if((s&7)===4||s===
0)break;e.skip(s&7)}return i}finally{e.__tsProtoDecodeDepth=r}}},bt={encode(n,t=new u){return n.connect!==void 0&&Re.encode(
n.connect,t.uint32(10).fork()).join(),t},decode(n,t){throw new Error("decode not generated for PbListenRequest")}},Y={encode(n,t=new u){
n.node!==""&&t.uint32(10).string(n.node),n.session!==""&&t.uint32(18).string(n.session);for(let e of n.commands)Ee.encode(
e,t.uint32(26).fork()).join();if(n.seq!==0n){if(BigInt.asUintN(64,n.seq)!==n.seq)throw new globalThis.Error("value provi\
ded for field message.seq of type uint64 too large");t.uint32(32).uint64(n.seq)}return t},decode(n,t){throw new Error("d\
ecode not generated for PbSendRequest")}};function ht(n){let t=new Uint8Array(5+n.length);return new DataView(t.buffer).setUint32(1,n.length),t.set(n,5),t}var Q=class{#e=new Uint8Array;*take(t){
let e=t;this.#e.length>0&&(e=new Uint8Array(this.#e.length+t.length),e.set(this.#e),e.set(t,this.#e.length));let r=0;for(;e.
length-r>=5;){let o=new DataView(e.buffer,e.byteOffset+r).getUint32(1);if(o>16777216)throw new Error(`a frame of ${o} by\
tes: this is no grpc-web stream`);if(e.length-r<5+o)break;yield{trailers:(e[r]&128)!==0,data:e.subarray(r+5,r+5+o)},r+=5+
o}this.#e=e.subarray(r)}};var h={ok:0,unknown:2,invalidArgument:3,notFound:5,permissionDenied:7,resourceExhausted:8,failedPrecondition:9,unimplemented:12,
unavailable:14};async function M(n,t,e,r,o={}){let i="application/grpc-web+proto",s=await n.fetch(`${n.url}/fanwire.clie\
nt.v1.ClientService/${t}`,{method:"POST",headers:{"content-type":i,accept:i,"x-grpc-web":"1"},body:ht(e),cache:"no-store",
signal:r});o.headers?.();let a=s.headers.get("grpc-status"),d=s.body;if(a!==null||!s.ok||!Cn(s)||!d)return await d?.cancel(),
a!==null?lt(s.headers):Tn(s);let p=new Q,E=d.getReader();for(;;){let{done:F,value:gt}=await E.read();if(F)return{code:h.
unavailable,message:"the stream was cut"};o.bytes?.();for(let{trailers:mt,data:ke}of p.take(gt)){if(mt)return lt(qn(ke));
o.message?.(ke)}}}function Cn(n){return(n.headers.get("content-type")??"").startsWith("application/grpc-web")}function lt(n){
let t=n.get("grpc-message")??"";return{code:Number(n.get("grpc-status")??h.unknown),message:Un(t)}}function Tn(n){let t=n.
headers.get("content-type"),e=n.ok?`answered with ${t??"no content type"} instead of application/grpc-web: is the url th\
at of a Fanwire client listener?`:`answered with HTTP ${n.status}`;return{code:h.unavailable,message:e}}function qn(n){let t=new TextDecoder().
decode(n).split(`\r
`);return new Map(t.map(e=>{let r=e.indexOf(":");return[e.slice(0,r).trim().toLowerCase(),e.slice(r+1).trim()]}))}function Un(n){
try{return decodeURIComponent(n)}catch{return n}}var An=64,In=32*1024,Z=class{constructor(t,e,r,o){this.endpoint=t;this.address=e;this.acceptMs=r;this.events=o}endpoint;address;acceptMs;events;#e=[];#t=new AbortController;#n=1n;#s=!1;push(t){
this.#e.push(t),!this.#s&&(this.#s=!0,queueMicrotask(()=>{this.#o()}))}stop(){this.#t.abort()}async#o(){for(;this.#e.length>
0&&!this.#t.signal.aborted;)await this.#r(this.#a());this.#s=!1}#a(){let t=0,e=0;for(let r of this.#e){if(t+=Ee.encode(r).
finish().length+8,e>0&&(e===An||t>In))break;e++}return this.#e.splice(0,e)}async#r(t){let e=new _(50,1e3),r=t,o=!1;for(let i=Date.
now()+this.acceptMs;;){let s=await this.#i(r,i-Date.now());if(this.#t.signal.aborted)return;switch(s.code){case h.ok:this.#n++;
return;case h.notFound:case h.failedPrecondition:case h.invalidArgument:return this.events.lost(s.message);case h.resourceExhausted:
if(r.length>1){let a=Math.ceil(r.length/2);this.#e.unshift(...r.slice(a)),r=r.slice(0,a)}else if(s.message.includes("siz\
e_limit"))return this.events.refused(r[0],new b(f.Refused,s.message))}if(Date.now()>=i){if(o)return this.events.lost("co\
mmands were not accepted");o=!0,i=Date.now()+this.acceptMs,this.events.overdue(Mn(this.acceptMs,s),r.map(({id:a})=>a))}await this.#u(
Math.min(e.next(),Math.max(0,i-Date.now())))}}async#i(t,e){let r=Y.encode({...this.address,commands:t,seq:this.#n}).finish(),
o=new AbortController,i=()=>o.abort(),s=setTimeout(i,e);this.#t.signal.addEventListener("abort",i);try{return await M(this.
endpoint,"Send",r,o.signal)}catch(a){return{code:h.unavailable,message:g(a)}}finally{clearTimeout(s),this.#t.signal.removeEventListener(
"abort",i)}}#u(t){return new Promise(e=>{setTimeout(e,t)})}};function Mn(n,t){return new b(f.NotAccepted,`commands were \
not accepted within ${n/1e3} s (${t.message}). Over HTTP/1.1 a browser has six connections per host, and each open page \
without shared connection holds one: serve Fanwire over TLS, so that browsers speak HTTP/2, or leave \`sharing\` on`,!0)}var ee=class{constructor(t){this.silent=t}silent;#e;#t=0;#n=0;start(t){this.stop(),this.#n=t,this.touch(),t>0&&this.#s(Math.
min(5e3,t))}touch(){this.#t=Date.now()}stop(){clearTimeout(this.#e)}#s(t){let e=Date.now()+t;this.#e=setTimeout(()=>{let r=Date.
now(),o=this.#t+this.#n-r;o>0?this.#s(Math.min(5e3,o)):r-e>1e3?this.#s(1e3):this.silent()},t)}};var Fn=2e3,te=class{constructor(t,e,r,o){this.endpoint=t;this.timing=e;this.handler=o;globalThis.addEventListener?.("off\
line",this.#n),this.#i(r)}endpoint;timing;handler;#e=new AbortController;#t=new ee(()=>{this.#r(C(l.noPing,"no ping: not\
hing came from the server for too long"))});#n=()=>this.#r(C(l.transportClosed,"offline"));#s;#o;#a=!1;send(t){this.#s?.
push(t)}close(){this.#a=!0,globalThis.removeEventListener?.("offline",this.#n),clearTimeout(this.#o),this.#t.stop(),this.#s?.
stop(),this.#e.abort()}#r(t){this.#a||(this.close(),this.handler.end(t))}async#i(t){let e=!1;this.#o=setTimeout(()=>{this.#f(
e)},this.timing.firstFrame);let r=bt.encode({connect:t}).finish();try{let o=await M(this.endpoint,"Listen",r,this.#e.signal,
{headers:()=>e=!0,bytes:()=>this.#t.touch(),message:i=>this.#u(ft.decode(i))});this.#r($n(o))}catch(o){this.#r(C(l.transportClosed,
g(o)))}}#u(t){if(this.#a)return;let e=t.result;if(e?.$case==="connect"&&this.#c(e.value),e?.$case==="error"&&clearTimeout(
this.#o),e?.$case==="push"&&e.value.event?.$case==="disconnect"){let{code:r,reason:o,reconnectAfterMs:i}=e.value.event.value;
return this.#r({code:r,reason:o,reconnect:$e(r),afterMs:i})}this.handler.reply(t)}#c({node:t,session:e,ping:r}){clearTimeout(
this.#o),this.#t.start(r>0?r*1e3+this.timing.pingDelay:0),this.#s=new Z(this.endpoint,{node:t,session:e},this.timing.accept,
{overdue:(o,i)=>this.handler.error(o,i),refused:(o,i)=>this.handler.error(i,[o.id]),lost:o=>this.#r(C(l.transportClosed,
o))})}async#f(t){let e=this.timing.firstFrame/1e3,r=t||await this.#d();if(this.#a)return;let o=r?`the server answers, bu\
t the stream brought nothing within ${e} s: a proxy between here and the server collects the response instead of passing\
 it on. Switch response buffering off for /fanwire.client.v1.ClientService/ there (nginx: proxy_buffering off)`:`no answ\
er within ${e} s: the server cannot be reached, or this browser's connections to it are used up (six per host over HTTP/\
1.1: serve Fanwire over TLS, so that browsers speak HTTP/2, or leave \`sharing\` on)`,i=r?f.Buffered:f.Timeout;this.#r({
...C(l.transportClosed,o),cause:i})}async#d(){let t=new AbortController,e=setTimeout(()=>t.abort(),Fn);try{let r=Y.encode(
{node:"",session:"",commands:[],seq:1n}).finish();return(await M(this.endpoint,"Send",r,t.signal)).code===h.notFound}catch{
return!1}finally{clearTimeout(e)}}};function C(n,t){return{code:n,reason:t,reconnect:!0,afterMs:0}}function $n({code:n,message:t}){
return n===h.permissionDenied||n===h.invalidArgument||n===h.unimplemented?{code:v.refused,reason:t,reconnect:!1,afterMs:0}:
C(l.transportClosed,t||`the stream ended with status ${n}`)}function pt(n,t){let e={firstFrame:t.firstFrameTimeout??5e3,accept:t.acceptTimeout??5e3,pingDelay:t.maxPingDelay??1e4},r={
url:n,fetch:t.fetch??fetch.bind(globalThis)};return()=>(o,i)=>new te(r,e,o,i)}var ne=class{constructor(t,e){this.subscribed=t;this.events=e.map(r=>({$case:"pub",value:r})),this.#e=this.events.length+
1e3}subscribed;events;#e;overflown=!1;add(t){this.events.length<this.#e?this.events.push(t):this.overflown=!0}};var re=class{constructor(t,e,r,o){this.channel=t;this.getState=e;this.backoff=r;this.events=o}channel;getState;backoff;events;#e=new m;#t=0;#n=!1;#s=!1;#o=!0;holds({
recovered:t,outcome:e,position:r}){if(t||(this.#s=!0),!this.#s)return this.#o=!0,this.backoff.reset(),!1;if(this.#n&&t)return!0;
let o={channel:this.channel,position:r,outcome:e};return this.#o?this.#a(o):this.#r(o),!0}reset(){this.cancel(),this.#s=
!0}cancel(){this.#t++,this.#n=!1,this.#e.clear()}async#a(t){this.cancel();let e=this.#t;this.#n=!0,this.#o=!1;try{let r=await this.
getState(t);if(e!==this.#t)return;this.#n=!1,this.#s=!1,this.events.loaded(r??void 0)}catch(r){if(e!==this.#t)return;let o=`\
getState for ${this.channel} failed: ${g(r)}`;this.#r(t),this.events.failed(new b(f.State,o,!0,r))}}#r(t){this.cancel(),
this.#n=!0,this.#e.set(this.backoff.next(),()=>{this.#a(t)})}};var T=class{#e=new Set;wait(t,e){return new Promise((r,o)=>{let i,s=d=>{clearTimeout(i),this.#e.delete(a),d()},a={resolve:()=>s(
r),reject:d=>s(()=>o(d))};e!==void 0&&(i=setTimeout(()=>{a.reject(new b(f.Timeout,`not ${t} within ${e/1e3} s`,!0))},e)),
this.#e.add(a)})}resolve(){for(let t of[...this.#e])t.resolve()}reject(t){for(let e of[...this.#e])e.reject(t)}};var se=class extends B{constructor(e,r,o){super();this.channel=e;this.options=r;this.host=o;this.#e=new D(r.token,r.getToken,
{channel:e}),this.#t=o.backoff(),this.#r=new R(r.since),this.#u=r.since!==void 0,r.getState&&(this.#a=new re(e,r.getState,
o.backoff(),{loaded:i=>this.#x(i),failed:i=>this.emit("error",i)}))}channel;options;host;#e;#t;#n=new m;#s=new m;#o=new T;#a;#r;#i="\
unsubscribed";#u;#c=0;#f=!1;#d;get state(){return this.#i}get position(){return this.#r.since}subscribe(){this.#i==="uns\
ubscribed"&&(this.#k(Pe.subscribeCalled,"subscribe called"),this.resume())}unsubscribe(){this.#y(H.unsubscribeCalled,"un\
subscribe called")}async ready(e){if(this.#i!=="subscribed"){if(this.#i==="unsubscribed")throw yt(this.channel,"call sub\
scribe()");await this.#o.wait(`subscribed to ${this.channel}`,e)}}publish(e,r){return this.host.calls.publish(this.channel,
e,r)}history(e){return this.host.calls.history(this.channel,e)}presence(){return this.host.calls.presence(this.channel)}presenceStats(){
return this.host.calls.presenceStats(this.channel)}resume(){this.#i==="subscribing"&&this.host.connected&&!this.#f&&this.#l()}suspend(){
this.#f=!1,this.#i==="subscribed"?this.#k(Pe.transportClosed,"connection lost"):this.#v()}push(e){e.$case==="unsubscribe"?
this.#R(e.value.code,e.value.reason):e.$case==="refresh"?this.#g(e.value):this.#d?this.#d.add(e):this.#i==="subscribed"&&
this.#p(e)}#l(){this.#v();let e=this.#c,r=this.#e.current(this.host.now);if(r!==void 0)return this.#b(e,r);this.#e.fetch().
then(o=>{e===this.#c&&this.host.connected&&this.#b(e,o)},o=>{if(e===this.#c){if(o instanceof y)return this.#y(H.unauthorized,
o.message);this.#w(e,this.#D(o))}})}#b(e,r){this.#f=!0;let o=we(this.channel,this.options,r,this.#u?this.#r.since:void 0);
this.host.request({$case:"subscribe",value:o},i=>{e===this.#c&&("error"in i?this.#m(e,i.error):i.result.$case==="subscri\
be"&&this.#E(i.result.value))})}#m(e,r){if(r.code===f.Timeout)return this.host.reconnect(l.subscribeTimeout,r.message);if(r.
code===f.TransportClosed)return;this.#f=!1;let o=r.code===V&&this.#e.renewable;if(o&&this.#e.drop(),o||r.temporary)return this.#w(
e,r);this.#y(r.code,r.message)}#w(e,r){this.emit("error",r),e===this.#c&&this.#n.set(this.#t.next(),()=>this.resume())}#E(e){
this.#r.subscribed(e),this.#u=e.recoverable,this.#g(e),this.#d=new ne(N(this.channel,e),e.publications),!this.#a?.holds(
this.#d.subscribed)&&this.#h()}#x(e){let r=this.#r.since,o=e&&(!r||e.epoch!==r.epoch||e.offset<r.offset);o?(this.#r=new R(
e),this.#u=!0):e&&this.#r.moveTo(e),this.#d&&(o||this.#d.overflown?this.#P():this.#h())}#P(){this.#_(),this.#l()}#h(){let{
subscribed:e,events:r}=this.#d,o=this.#c;this.#d=void 0,this.#i="subscribed",this.#t.reset(),this.emit("subscribed",e),this.#o.
resolve();for(let i of r){if(o!==this.#c)return;this.#p(i)}}#p(e){e.$case==="pub"?this.#r.take(e.value)&&this.emit("publ\
ication",S(this.channel,e.value)):e.$case==="position"?this.#r.moveTo(e.value):(e.$case==="gap"&&this.#r.moveTo({offset:e.
value.to,epoch:e.value.epoch}),j(this,this.channel,e))}#R(e,r){if(this.#i!=="unsubscribed"){if(this.#f=!1,!G(e))return this.#y(
e,r);(e===Fe||e===ge)&&this.#e.drop(),e===ge&&(this.#r.forget(),this.#a?.reset()),this.#k(e,r),this.resume()}}#g({expires:e,
ttl:r}){this.#s.clear(),e&&this.#e.renewable&&this.#s.set(z(r),()=>this.#S())}#S(){let e=this.#c,r=o=>{this.emit("error",
o),e===this.#c&&this.#s.set(this.#t.next(),()=>this.#S())};this.#e.fetch().then(o=>{e===this.#c&&this.host.request({$case:"\
subRefresh",value:{channel:this.channel,token:o}},i=>{if(e===this.#c){if("error"in i)return i.error.temporary?r(i.error):
this.#y(i.error.code,i.error.message);i.result.$case==="subRefresh"&&this.#g(i.result.value)}})},o=>{if(e===this.#c){if(o instanceof
y)return this.#y(H.unauthorized,o.message);r(this.#D(o))}})}#k(e,r){this.#v(),this.#i="subscribing",this.emit("subscribi\
ng",{channel:this.channel,code:e,reason:r})}#y(e,r){this.#i!=="unsubscribed"&&(this.#_(),this.#v(),this.#a?.cancel(),this.#i=
"unsubscribed",this.emit("unsubscribed",{channel:this.channel,code:e,reason:r}),this.#o.reject(yt(this.channel,r)))}#v(){
this.#c++,this.#d=void 0,this.#n.clear(),this.#s.clear()}#_(){this.#f&&(this.#f=!1,this.host.request({$case:"unsubscribe",
value:{channel:this.channel}},e=>{"error"in e&&e.error.code===f.Timeout&&this.host.reconnect(l.subscribeTimeout,e.error.
message)}))}#D(e){let r=`getToken for ${this.channel} failed: ${g(e)}`;return new b(f.SubscriptionToken,r,!0,e)}};function yt(n,t){
return new b(f.Unsubscribed,`not subscribed to ${n}: ${t}`)}var xe=class extends B{#e;#t;#n=new X(this);#s=new Map;#o=new T;constructor(t,e={}){super(),this.#e=new J(e,pt(String(t).
replace(/\/+$/,""),e),{connecting:r=>this.#a(r),connected:r=>{let{client:o,version:i,data:s}=r;this.emit("connected",{client:o,
version:i,data:s}),this.#n.connected(r);for(let a of this.#s.values())a.resume();this.#o.resolve()},disconnected:r=>this.#r(
r),push:(r,o)=>this.#u(r,o),error:r=>this.emit("error",r),subs:()=>this.#n.requests()}),this.#t=new L(async r=>(await this.
ready(this.#e.timeout),new Promise((o,i)=>{this.#e.request(r,s=>{"error"in s?i(s.error):o(s.result)})})))}get state(){return this.#e.
state}connect(){this.#e.start()}disconnect(){this.#e.stop(v.disconnectCalled,"disconnect called")}async ready(t){if(this.
state!=="connected"){if(this.state==="disconnected")throw Pt("call connect()");await this.#o.wait("connected",t)}}newSubscription(t,e={}){
if(this.#s.has(t))throw new Error(`there is a subscription to ${t} already: use getSubscription, or removeSubscription f\
irst`);let r=this.#e,o=new se(t,e,{get connected(){return r.state==="connected"},get now(){return r.now},calls:this.#t,backoff:()=>r.
backoff(),request:(i,s)=>r.request(i,s),reconnect:(i,s)=>r.reconnect(i,s)});return this.#s.set(t,o),o}getSubscription(t){
return this.#s.get(t)}removeSubscription(t){t.unsubscribe(),this.#s.get(t.channel)===t&&this.#s.delete(t.channel)}publish(t,e,r){
return this.#t.publish(t,e,r)}history(t,e){return this.#t.history(t,e)}presence(t){return this.#t.presence(t)}presenceStats(t){
return this.#t.presenceStats(t)}#a(t){this.emit("connecting",t),this.#i(t)}#r(t){this.emit("disconnected",t),this.#i(t),
this.#o.reject(Pt(t.reason))}#i({code:t,reason:e}){this.#n.suspend(t,e);for(let r of this.#s.values())r.suspend()}#u(t,e){
let r=this.#s.get(t);r&&e.$case!=="subscribe"?r.push(e):this.#n.push(t,e)}};function Pt(n){return new b(f.Disconnected,`\
disconnected: ${n}`)}export{f as ErrorCode,xe as Fanwire,b as FanwireError,y as UnauthorizedError,me as VERSION,Mt as toJson,Me as toText};
