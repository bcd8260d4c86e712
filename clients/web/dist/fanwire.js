/* @fanwire/client 0.1.0, MIT OR Apache-2.0. Licenses of what it contains: THIRD-PARTY-LICENSES */
var f={Timeout:1,TransportClosed:2,Disconnected:3,ConnectionToken:5,Unsubscribed:7,SubscriptionToken:8,Invalid:9,NotAccepted:10,
Buffered:11,Refused:12,State:13,SharingConflict:14},h=class extends Error{name="FanwireError";code;temporary;constructor(t,e,r=!1,o){
super(e,o===void 0?void 0:{cause:o}),this.code=t,this.temporary=r}},m=class extends Error{name="UnauthorizedError"};function P(n){
return n instanceof Error?n.message:String(n)}function je(){let n=this.buf,t=this.pos,e=0,r=0;for(let i=0;i<28;i+=7){let s=n[t++];if(e|=(s&127)<<i,(s&128)==0){this.pos=
t,this.assertBounds(),this.varint64Lo=e,this.varint64Hi=r;return}}let o=n[t++];if(e|=(o&15)<<28,r=(o&112)>>4,(o&128)==0){
this.pos=t,this.assertBounds(),this.varint64Lo=e,this.varint64Hi=r;return}for(let i=3;i<=31;i+=7){let s=n[t++];if(r|=(s&
127)<<i,(s&128)==0){this.pos=t,this.assertBounds(),this.varint64Lo=e,this.varint64Hi=r;return}}throw new Error("invalid \
varint")}var J=4294967296;function ge(n){let t=n[0]==="-";t&&(n=n.slice(1));let e=1e6,r=0,o=0;function i(s,a){let u=Number(n.slice(
s,a));o*=e,r=r*e+u,r>=J&&(o=o+(r/J|0),r=r%J)}return i(-24,-18),i(-18,-12),i(-12,-6),i(-6),t?He(r,o):we(r,o)}function Ne(n,t){
let e=we(n,t),r=e.hi&2147483648;r&&(e=He(e.lo,e.hi));let o=ve(e.lo,e.hi);return r?"-"+o:o}function ve(n,t){if({lo:n,hi:t}=
jt(n,t),t<=2097151)return String(J*t+n);let e=n&16777215,r=(n>>>24|t<<8)&16777215,o=t>>16&65535,i=e+r*6777216+o*6710656,
s=r+o*8147497,a=o*2,u=1e7;return i>=u&&(s+=Math.floor(i/u),i%=u),s>=u&&(a+=Math.floor(s/u),s%=u),a.toString()+We(s)+We(i)}
function jt(n,t){return{lo:n>>>0,hi:t>>>0}}function we(n,t){return{lo:n|0,hi:t|0}}function He(n,t){return t=~t,n?n=~n+1:
t+=1,we(n,t)}var We=n=>{let t=String(n);return"0000000".slice(t.length)+t};function Le(){let n=this.buf[this.pos++];if((n&128)===0)return this.assertBounds(),n;let t=n&127;if(n=this.buf[this.pos++],
t|=(n&127)<<7,(n&128)===0)return this.assertBounds(),t;if(n=this.buf[this.pos++],t|=(n&127)<<14,(n&128)===0)return this.
assertBounds(),t;if(n=this.buf[this.pos++],t|=(n&127)<<21,(n&128)===0)return this.assertBounds(),t;n=this.buf[this.pos++],
t|=(n&15)<<28;for(let e=5;(n&128)!==0&&e<10;e++)n=this.buf[this.pos++];if((n&128)!==0)throw new Error("invalid varint");
return this.assertBounds(),t>>>0}var g=Nt();function Nt(){let n=new DataView(new ArrayBuffer(8));if(typeof BigInt=="function"&&typeof n.getBigInt64=="fun\
ction"&&typeof n.getBigUint64=="function"&&typeof n.setBigInt64=="function"&&typeof n.setBigUint64=="function"&&(!!globalThis.
Deno||!!globalThis.Bun||typeof process!="object"||typeof process.env!="object"||process.env.BUF_BIGINT_DISABLE!=="1")){let e=BigInt(
"-9223372036854775808"),r=BigInt("9223372036854775807"),o=BigInt("0"),i=BigInt("18446744073709551615");return{zero:BigInt(
0),supported:!0,parse(s){let a=typeof s=="bigint"?s:BigInt(s);if(a>r||a<e)throw new Error(`invalid int64: ${s}`);return a},
uParse(s){let a=typeof s=="bigint"?s:BigInt(s);if(a>i||a<o)throw new Error(`invalid uint64: ${s}`);return a},enc(s){return n.
setBigInt64(0,this.parse(s),!0),{lo:n.getInt32(0,!0),hi:n.getInt32(4,!0)}},uEnc(s){return n.setBigInt64(0,this.uParse(s),
!0),{lo:n.getInt32(0,!0),hi:n.getInt32(4,!0)}},dec(s,a){return n.setInt32(0,s,!0),n.setInt32(4,a,!0),n.getBigInt64(0,!0)},
uDec(s,a){return n.setInt32(0,s,!0),n.setInt32(4,a,!0),n.getBigUint64(0,!0)}}}return{zero:"0",supported:!1,parse(e){return typeof e!=
"string"&&(e=e.toString()),Ve(e),e},uParse(e){return typeof e!="string"&&(e=e.toString()),Ge(e),e},enc(e){return typeof e!=
"string"&&(e=e.toString()),Ve(e),ge(e)},uEnc(e){return typeof e!="string"&&(e=e.toString()),Ge(e),ge(e)},dec(e,r){return Ne(
e,r)},uDec(e,r){return ve(e,r)}}}function Ve(n){if(!/^-?[0-9]+$/.test(n))throw new Error("invalid int64: "+n)}function Ge(n){
if(!/^[0-9]+$/.test(n))throw new Error("invalid uint64: "+n)}var Re;function Ht(n){var t;Re=Object.assign(Object.assign({},n),{encodeUtf8Into:(t=n.encodeUtf8Into)!==null&&t!==void 0?
t:Ee(n.encodeUtf8.bind(n))})}function ke(){if(!Re){let n=globalThis;if(!n.TextEncoder||!n.TextDecoder)throw new Error("e\
ncoding API missing: install TextEncoder and TextDecoder on globalThis");let t=new n.TextEncoder,e=new n.TextDecoder("ut\
f-8",{ignoreBOM:!0}),r,o={encodeUtf8(s){return t.encode(s)},decodeUtf8(s,a){return a?(r||(r=new n.TextDecoder("utf-8",{fatal:!0,
ignoreBOM:!0})),r.decode(s)):e.decode(s)},checkUtf8(s){try{return encodeURIComponent(s),!0}catch{return!1}}};t.encodeInto&&
(o.encodeUtf8Into=t.encodeInto.bind(t));let i=String.prototype.isWellFormed;i&&(o.checkUtf8=s=>i.call(s)),Ht(o)}return Re}
function Ee(n){return(t,e)=>{let r=n(t);return e.set(r),{written:r.byteLength}}}var R;(function(n){n[n.Varint=0]="Varint",n[n.Bit64=1]="Bit64",n[n.LengthDelimited=2]="LengthDelimited",n[n.StartGroup=3]=
"StartGroup",n[n.EndGroup=4]="EndGroup",n[n.Bit32=5]="Bit32"})(R||(R={}));var Lt=4294967295,Vt=2147483647,Gt=-2147483648,d=class{constructor(t){this.stackPos=[],this.encodeUtf8Into=t?Ee(t):ke().
encodeUtf8Into,this.buffer=Je,this.viewCache=Jt,this.pos=0}ensureCapacity(t){let e=this.pos+t;if(e>this.buffer.length){let r=this.
buffer.length||Kt;for(;r<e;)r*=2;let o=new Uint8Array(r);this.pos>0&&o.set(this.buffer),this.buffer=o}}view(){let t=this.
buffer,e=this.viewCache;if(e.byteLength===t.byteLength)return e;let r=new DataView(t.buffer);return this.viewCache=r,r}finish(){
let t=this.buffer.slice(0,this.pos);return this.pos=0,this.stackPos=[],t}fork(){return this.stackPos.push(this.pos),this.
ensureCapacity(W),this.buffer[this.pos++]=0,this}join(){let t=this.stackPos.pop();if(t===void 0)throw new Error("invalid\
 state, fork stack empty");let e=this.pos-t-W,r=Se(e);return r>W&&(this.ensureCapacity(r-W),this.buffer.copyWithin(t+r,t+
W,this.pos)),this.pos=t,this.uint32(e),this.pos+=e,this}tag(t,e){return this.uint32((t<<3|e)>>>0)}raw(t){return this.ensureCapacity(
t.length),this.buffer.set(t,this.pos),this.pos+=t.length,this}uint32(t){if(Ke(t),this.ensureCapacity(5),t<128)return this.
buffer[this.pos++]=t,this;for(;t>127;)this.buffer[this.pos++]=t&127|128,t>>>=7;return this.buffer[this.pos++]=t,this}int32(t){
if(xe(t),t>=0)return this.uint32(t);this.ensureCapacity(10);for(let e=0;e<9;e++)this.buffer[this.pos++]=t&127|128,t>>=7;
return this.buffer[this.pos++]=1,this}bool(t){return this.ensureCapacity(1),this.buffer[this.pos++]=t?1:0,this}bytes(t){
return this.uint32(t.byteLength),this.raw(t)}string(t){typeof t!="string"&&(t=String(t));let e=t.length;if(e<=ze){this.ensureCapacity(
e+1);let u=this.buffer,b=this.pos;u[b++]=e;let y=0;for(;y<e;y++){let w=t.charCodeAt(y);if(w>127)break;u[b++]=w}if(y==e)return this.
pos=b,this}this.ensureCapacity(e*3+5);let r=Se(e),o=this.buffer,i=this.pos,{written:s}=this.encodeUtf8Into(t,o.subarray(
i+r)),a=Se(s);return a!=r&&o.copyWithin(i+a,i+r,i+r+s),this.uint32(s),this.pos+=s,this}float(t){return zt(t),this.ensureCapacity(
4),this.view().setFloat32(this.pos,t,!0),this.pos+=4,this}double(t){return this.ensureCapacity(8),this.view().setFloat64(
this.pos,t,!0),this.pos+=8,this}fixed32(t){return Ke(t),this.ensureCapacity(4),this.view().setUint32(this.pos,t,!0),this.
pos+=4,this}sfixed32(t){return xe(t),this.ensureCapacity(4),this.view().setInt32(this.pos,t,!0),this.pos+=4,this}sint32(t){
return xe(t),this.uint32((t<<1^t>>31)>>>0)}sfixed64(t){let e=g.enc(t);this.ensureCapacity(8);let r=this.view();return r.
setInt32(this.pos,e.lo,!0),r.setInt32(this.pos+4,e.hi,!0),this.pos+=8,this}fixed64(t){let e=g.uEnc(t);this.ensureCapacity(
8);let r=this.view();return r.setInt32(this.pos,e.lo,!0),r.setInt32(this.pos+4,e.hi,!0),this.pos+=8,this}int64(t){let e=g.
enc(t);return this.writeVarint64(e.lo,e.hi)}sint64(t){let e=g.enc(t),r=e.hi>>31,o=e.lo<<1^r,i=(e.hi<<1|e.lo>>>31)^r;return this.
writeVarint64(o,i)}uint64(t){let e=g.uEnc(t);return this.writeVarint64(e.lo,e.hi)}writeVarint64(t,e){this.ensureCapacity(
10);let r=this.buffer,o=this.pos;for(let a=0;a<28;a=a+7){let u=t>>>a,b=!(!(u>>>7)&&e==0);if(r[o++]=(b?u|128:u)&255,!b)return this.
pos=o,this}let i=t>>>28&15|(e&7)<<4,s=e>>3!=0;if(r[o++]=(s?i|128:i)&255,!s)return this.pos=o,this;for(let a=3;a<31;a=a+7){
let u=e>>>a,b=!!(u>>>7);if(r[o++]=(b?u|128:u)&255,!b)return this.pos=o,this}return r[o++]=e>>>31&1,this.pos=o,this}},Kt=128,
W=1,Je=new Uint8Array(0),Jt=new DataView(Je.buffer),ze=32;function Se(n){return n<128?1:n<16384?2:n<2097152?3:n<268435456?
4:5}var c=class{constructor(t,e=ke().decodeUtf8){this.decodeUtf8=e,this.varint64Lo=0,this.varint64Hi=0,this.varint64=je,
this.uint32=Le,this.buf=t,this.len=t.length,this.pos=0,this.view=new DataView(t.buffer,t.byteOffset,t.byteLength)}tag(){
let t=this.pos,e=this.uint32(),r=this.pos-t;if(r>5||r==5&&this.buf[this.pos-1]>15)throw new Error("illegal tag: varint o\
verflows uint32");let o=e>>>3,i=e&7;if(o<=0||i>5)throw new Error("illegal tag: field no "+o+" wire type "+i);return[o,i]}skip(t,e,r=100){
let o=this.pos;switch(t){case R.Varint:for(;this.buf[this.pos++]&128;);break;case R.Bit64:this.pos+=4;case R.Bit32:this.
pos+=4;break;case R.LengthDelimited:let i=this.uint32();this.pos+=i;break;case R.StartGroup:if(r<=0)throw new Error("max\
imum recursion depth reached");for(;;){let[s,a]=this.tag();if(a===R.EndGroup){if(e!==void 0&&s!==e)throw new Error("inva\
lid end group tag");break}this.skip(a,s,r-1)}break;default:throw new Error("cant skip wire type "+t)}return this.assertBounds(),
this.buf.subarray(o,this.pos)}assertBounds(){if(this.pos>this.len)throw new RangeError("premature EOF")}int32(){return this.
uint32()|0}sint32(){let t=this.uint32();return t>>>1^-(t&1)}int64(){return this.varint64(),g.dec(this.varint64Lo,this.varint64Hi)}uint64(){
return this.varint64(),g.uDec(this.varint64Lo,this.varint64Hi)}sint64(){this.varint64();let t=this.varint64Lo,e=this.varint64Hi,
r=-(t&1);return t=(t>>>1|(e&1)<<31)^r,e=e>>>1^r,g.dec(t,e)}bool(){let t=this.buf[this.pos];return t<128?(this.pos++,t!==
0):(this.varint64(),this.varint64Lo!==0||this.varint64Hi!==0)}fixed32(){return this.view.getUint32((this.pos+=4)-4,!0)}sfixed32(){
return this.view.getInt32((this.pos+=4)-4,!0)}fixed64(){return g.uDec(this.sfixed32(),this.sfixed32())}sfixed64(){return g.
dec(this.sfixed32(),this.sfixed32())}float(){return this.view.getFloat32((this.pos+=4)-4,!0)}double(){return this.view.getFloat64(
(this.pos+=8)-8,!0)}bytes(){let t=this.uint32(),e=this.pos;return this.pos+=t,this.assertBounds(),this.buf.subarray(e,e+
t)}string(t){let e=this.uint32(),r=this.pos;this.pos+=e,this.assertBounds();let o=this.buf;if(e<=ze){let i=new Array(e);
for(let s=0;s<e;s++){let a=o[r+s];if(a>127)return this.decodeUtf8(o.subarray(r,this.pos),t);i[s]=a}return String.fromCharCode.
apply(String,i)}return this.decodeUtf8(o.subarray(r,this.pos),t)}};function xe(n){if(typeof n=="string")n=Number(n);else if(typeof n!=
"number")throw new Error("invalid int32: "+typeof n);if(!Number.isInteger(n)||n>Vt||n<Gt)throw new Error("invalid int32:\
 "+n)}function Ke(n){if(typeof n=="string")n=Number(n);else if(typeof n!="number")throw new Error("invalid uint32: "+typeof n);
if(!Number.isInteger(n)||n>Lt||n<0)throw new Error("invalid uint32: "+n)}function zt(n){if(typeof n=="string"){let t=n;if(n=
Number(n),Number.isNaN(n)&&t!=="NaN")throw new Error("invalid float32: "+t)}else if(typeof n!="number")throw new Error("\
invalid float32: "+typeof n);if(!Number.isFinite(Math.fround(n))&&Number.isFinite(n))throw new Error("invalid float32: "+
n)}var _e=(u=>(u[u.UNSPECIFIED=0]="UNSPECIFIED",u[u.NOT_REQUESTED=1]="NOT_REQUESTED",u[u.RECOVERED=2]="RECOVERED",u[u.EPOCH_CHANGED=
3]="EPOCH_CHANGED",u[u.TRIMMED=4]="TRIMMED",u[u.LIMIT_EXCEEDED=5]="LIMIT_EXCEEDED",u[u.INVALID_POSITION=6]="INVALID_POSI\
TION",u[u.HISTORY_OFF=7]="HISTORY_OFF",u))(_e||{});function Xt(){return{code:0,message:"",temporary:!1}}var z={encode(n,t=new d){
throw new Error("encode not generated for PbError")},decode(n,t){let e=n instanceof c?n:new c(n),r=e.__tsProtoDecodeDepth??
0;if(r>=100)throw new globalThis.Error("protobuf decode recursion limit exceeded");e.__tsProtoDecodeDepth=r+1;try{let o=t===
void 0?e.len:e.pos+t,i=Xt();for(;e.pos<o;){let s=e.uint32();switch(s>>>3){case 1:{if(s!==8)break;i.code=e.uint32();continue}case 2:{
if(s!==18)break;i.message=e.string();continue}case 3:{if(s!==24)break;i.temporary=e.bool();continue}}if((s&7)===4||s===0)
break;e.skip(s&7)}return i}finally{e.__tsProtoDecodeDepth=r}}};function Yt(){return{user:"",client:"",connInfo:new Uint8Array(
0),chanInfo:new Uint8Array(0)}}var D={encode(n,t=new d){throw new Error("encode not generated for PbClientInfo")},decode(n,t){
let e=n instanceof c?n:new c(n),r=e.__tsProtoDecodeDepth??0;if(r>=100)throw new globalThis.Error("protobuf decode recurs\
ion limit exceeded");e.__tsProtoDecodeDepth=r+1;try{let o=t===void 0?e.len:e.pos+t,i=Yt();for(;e.pos<o;){let s=e.uint32();
switch(s>>>3){case 1:{if(s!==10)break;i.user=e.string();continue}case 2:{if(s!==18)break;i.client=e.string();continue}case 3:{
if(s!==26)break;i.connInfo=e.bytes();continue}case 4:{if(s!==34)break;i.chanInfo=e.bytes();continue}}if((s&7)===4||s===0)
break;e.skip(s&7)}return i}finally{e.__tsProtoDecodeDepth=r}}};function Qt(){return{data:new Uint8Array(0),info:void 0,offset:0n,
tags:new Map,delta:!1,time:0n,channel:"",key:"",removed:!1,score:0n,epoch:"",version:0n}}var j={encode(n,t=new d){throw new Error(
"encode not generated for PbPublication")},decode(n,t){let e=n instanceof c?n:new c(n),r=e.__tsProtoDecodeDepth??0;if(r>=
100)throw new globalThis.Error("protobuf decode recursion limit exceeded");e.__tsProtoDecodeDepth=r+1;try{let o=t===void 0?
e.len:e.pos+t,i=Qt();for(;e.pos<o;){let s=e.uint32();switch(s>>>3){case 4:{if(s!==34)break;i.data=e.bytes();continue}case 5:{
if(s!==42)break;i.info=D.decode(e,e.uint32());continue}case 6:{if(s!==48)break;i.offset=e.uint64();continue}case 7:{if(s!==
58)break;let a=en.decode(e,e.uint32());a.value!==void 0&&i.tags.set(a.key,a.value);continue}case 8:{if(s!==64)break;i.delta=
e.bool();continue}case 9:{if(s!==72)break;i.time=e.int64();continue}case 10:{if(s!==82)break;i.channel=e.string();continue}case 11:{
if(s!==90)break;i.key=e.string();continue}case 12:{if(s!==96)break;i.removed=e.bool();continue}case 13:{if(s!==104)break;
i.score=e.sint64();continue}case 14:{if(s!==114)break;i.epoch=e.string();continue}case 16:{if(s!==128)break;i.version=e.
uint64();continue}}if((s&7)===4||s===0)break;e.skip(s&7)}return i}finally{e.__tsProtoDecodeDepth=r}}};function Zt(){return{
key:"",value:""}}var en={encode(n,t=new d){throw new Error("encode not generated for PbPublication_TagsEntry")},decode(n,t){
let e=n instanceof c?n:new c(n),r=e.__tsProtoDecodeDepth??0;if(r>=100)throw new globalThis.Error("protobuf decode recurs\
ion limit exceeded");e.__tsProtoDecodeDepth=r+1;try{let o=t===void 0?e.len:e.pos+t,i=Zt();for(;e.pos<o;){let s=e.uint32();
switch(s>>>3){case 1:{if(s!==10)break;i.key=e.string();continue}case 2:{if(s!==18)break;i.value=e.string();continue}}if((s&
7)===4||s===0)break;e.skip(s&7)}return i}finally{e.__tsProtoDecodeDepth=r}}};function tn(){return{offset:0n,epoch:""}}var X={
encode(n,t=new d){if(n.offset!==0n){if(BigInt.asUintN(64,n.offset)!==n.offset)throw new globalThis.Error("value provided\
 for field message.offset of type uint64 too large");t.uint32(8).uint64(n.offset)}return n.epoch!==""&&t.uint32(18).string(
n.epoch),t},decode(n,t){let e=n instanceof c?n:new c(n),r=e.__tsProtoDecodeDepth??0;if(r>=100)throw new globalThis.Error(
"protobuf decode recursion limit exceeded");e.__tsProtoDecodeDepth=r+1;try{let o=t===void 0?e.len:e.pos+t,i=tn();for(;e.
pos<o;){let s=e.uint32();switch(s>>>3){case 1:{if(s!==8)break;i.offset=e.uint64();continue}case 2:{if(s!==18)break;i.epoch=
e.string();continue}}if((s&7)===4||s===0)break;e.skip(s&7)}return i}finally{e.__tsProtoDecodeDepth=r}}},De={encode(n,t=new d){
n.op!==""&&t.uint32(10).string(n.op),n.key!==""&&t.uint32(18).string(n.key),n.cmp!==""&&t.uint32(26).string(n.cmp),n.val!==
""&&t.uint32(34).string(n.val);for(let e of n.vals)t.uint32(42).string(e);for(let e of n.nodes)De.encode(e,t.uint32(50).
fork()).join();return t},decode(n,t){throw new Error("decode not generated for PbFilterNode")}};function B({code:n,message:t,temporary:e}){return new h(n,t,e)}function C(n,t){let{data:e,offset:r,time:o,tags:i,info:s,
version:a}=t;return{channel:t.channel||n,data:e,offset:r,time:Number(o),tags:i,info:s,version:a}}function nn(n){return n??
{user:"",client:"",connInfo:new Uint8Array,chanInfo:new Uint8Array}}function T({recovery:n,recovered:t,wasRecovering:e}){
return n===0&&t?"RECOVERED":n===0&&!e?"NOT_REQUESTED":_e[n]??"UNSPECIFIED"}function Y(n,t){let{epoch:e,offset:r,recoverable:o,
positioned:i,wasRecovering:s,data:a}=t,u=T(t);return{channel:n,position:e===""?void 0:{epoch:e,offset:r},recoverable:o,positioned:i,
wasRecovering:s,recovered:u==="RECOVERED",outcome:u,data:a}}function Q(n,t,e){if(e.$case==="join"||e.$case==="leave")n.emit(
e.$case,{channel:t,info:nn(e.value.info)});else if(e.$case==="gap"){let{from:r,to:o,epoch:i,count:s}=e.value;n.emit("gap",
{channel:t,from:r,to:o,epoch:i,count:s})}}var Be=new Uint8Array;function x(n){return n===void 0?Be:n instanceof ArrayBuffer?new Uint8Array(n):ArrayBuffer.isView(n)?
new Uint8Array(n.buffer,n.byteOffset,n.byteLength):new TextEncoder().encode(typeof n=="string"?n:JSON.stringify(n))}function Z(n){
return new TextDecoder().decode(n)}function rn(n){return JSON.parse(Z(n))}var ee=class{constructor(t){this.call=t}call;async publish(t,e,r={}){let o={channel:t,data:x(e),idempotencyKey:r.idempotencyKey??
""};return this.#e({$case:"publish",value:o},"publish")}async history(t,e={}){let{limit:r=0,since:o,reverse:i=!1}=e,s=await this.#e(
{$case:"history",value:{channel:t,limit:r,since:o,reverse:i}},"history");return{publications:s.publications.map(a=>C(t,a)),
position:{offset:s.offset,epoch:s.epoch},truncated:s.truncated}}async presence(t){let{presence:e,truncated:r}=await this.#e(
{$case:"presence",value:{channel:t}},"presence");return{clients:e,truncated:r}}async presenceStats(t){let{numClients:e,numUsers:r}=await this.#e(
{$case:"presenceStats",value:{channel:t}},"presenceStats");return{clients:e,users:r}}async#e(t,e){let r=await this.call(
t);if(r.$case!==e)throw new TypeError(`${e} was answered with ${r.$case}`);return r.value}};var p={connectCalled:0,transportClosed:1,noPing:2,subscribeTimeout:3},_={disconnectCalled:0,unauthorized:1,refused:2},Ce={
subscribeCalled:0,transportClosed:1},te={unsubscribeCalled:0,unauthorized:1},Xe=105,ne=109,Ye=2501,Te=2502,sn=3005,on=3014;
function Qe(n){return!(n>=3500&&n<4e3||n>=4500&&n<5e3)}function Ze(n){return n===sn||n===on}function re(n){return n>=2500}var k=class{constructor(t,e){this.min=t;this.max=e}min;max;#e=0;next(){let t=Math.min(this.max,this.min*2**this.#e);return t<
this.max&&this.#e++,Math.random()*t}reset(){this.#e=0}};var E="0.1.0";var an=4n;function et(n,t,e,r){return{token:t,data:x(n.data),subs:r,name:n.name??"js",version:n.version??E,headers:new Map(
Object.entries(n.headers??{})),flag:0n,previousSession:e,gapSupport:!0}}function qe(n,t,e,r){return{channel:n,token:e,recover:r!==
void 0,epoch:r?.epoch??"",offset:r?.offset??0n,data:x(t.data),positioned:t.positioned??!1,recoverable:t.recoverable??!1,
joinLeave:t.joinLeave??!1,delta:"",tf:t.tagsFilter&&nt(t.tagsFilter),flag:0n,type:0}}function tt(n){return{...qe("",{},"",
n),data:Be,flag:an}}function nt(n){return{op:n.op??"",key:n.key??"",cmp:n.cmp??"",val:n.val??"",vals:n.vals??[],nodes:(n.
nodes??[]).map(nt)}}var Me={encode(n,t=new d){if(n.token!==""&&t.uint32(10).string(n.token),n.data.length!==0&&t.uint32(18).bytes(n.data),n.
subs.forEach((e,r)=>{cn.encode({key:r,value:e},t.uint32(26).fork()).join()}),n.name!==""&&t.uint32(34).string(n.name),n.
version!==""&&t.uint32(42).string(n.version),n.headers.forEach((e,r)=>{un.encode({key:r,value:e},t.uint32(50).fork()).join()}),
n.flag!==0n){if(BigInt.asIntN(64,n.flag)!==n.flag)throw new globalThis.Error("value provided for field message.flag of t\
ype int64 too large");t.uint32(56).int64(n.flag)}return n.previousSession!==""&&t.uint32(802).string(n.previousSession),
n.gapSupport!==!1&&t.uint32(808).bool(n.gapSupport),t},decode(n,t){throw new Error("decode not generated for PbConnectRe\
quest")}},cn={encode(n,t=new d){return n.key!==""&&t.uint32(10).string(n.key),n.value!==void 0&&Ue.encode(n.value,t.uint32(
18).fork()).join(),t},decode(n,t){throw new Error("decode not generated for PbConnectRequest_SubsEntry")}},un={encode(n,t=new d){
return n.key!==""&&t.uint32(10).string(n.key),n.value!==""&&t.uint32(18).string(n.value),t},decode(n,t){throw new Error(
"decode not generated for PbConnectRequest_HeadersEntry")}};function dn(){return{client:"",version:"",expires:!1,ttl:0,data:new Uint8Array(
0),subs:new Map,ping:0,pong:!1,session:"",node:"",time:0n,flag:0n,subErrors:new Map}}var rt={encode(n,t=new d){throw new Error(
"encode not generated for PbConnectResult")},decode(n,t){let e=n instanceof c?n:new c(n),r=e.__tsProtoDecodeDepth??0;if(r>=
100)throw new globalThis.Error("protobuf decode recursion limit exceeded");e.__tsProtoDecodeDepth=r+1;try{let o=t===void 0?
e.len:e.pos+t,i=dn();for(;e.pos<o;){let s=e.uint32();switch(s>>>3){case 1:{if(s!==10)break;i.client=e.string();continue}case 2:{
if(s!==18)break;i.version=e.string();continue}case 3:{if(s!==24)break;i.expires=e.bool();continue}case 4:{if(s!==32)break;
i.ttl=e.uint32();continue}case 5:{if(s!==42)break;i.data=e.bytes();continue}case 6:{if(s!==50)break;let a=hn.decode(e,e.
uint32());a.value!==void 0&&i.subs.set(a.key,a.value);continue}case 7:{if(s!==56)break;i.ping=e.uint32();continue}case 8:{
if(s!==64)break;i.pong=e.bool();continue}case 9:{if(s!==74)break;i.session=e.string();continue}case 10:{if(s!==82)break;
i.node=e.string();continue}case 11:{if(s!==88)break;i.time=e.int64();continue}case 12:{if(s!==96)break;i.flag=e.int64();
continue}case 100:{if(s!==802)break;let a=ln.decode(e,e.uint32());a.value!==void 0&&i.subErrors.set(a.key,a.value);continue}}
if((s&7)===4||s===0)break;e.skip(s&7)}return i}finally{e.__tsProtoDecodeDepth=r}}};function fn(){return{key:"",value:void 0}}
var hn={encode(n,t=new d){throw new Error("encode not generated for PbConnectResult_SubsEntry")},decode(n,t){let e=n instanceof
c?n:new c(n),r=e.__tsProtoDecodeDepth??0;if(r>=100)throw new globalThis.Error("protobuf decode recursion limit exceeded");
e.__tsProtoDecodeDepth=r+1;try{let o=t===void 0?e.len:e.pos+t,i=fn();for(;e.pos<o;){let s=e.uint32();switch(s>>>3){case 1:{
if(s!==10)break;i.key=e.string();continue}case 2:{if(s!==18)break;i.value=N.decode(e,e.uint32());continue}}if((s&7)===4||
s===0)break;e.skip(s&7)}return i}finally{e.__tsProtoDecodeDepth=r}}};function bn(){return{key:"",value:void 0}}var ln={encode(n,t=new d){
throw new Error("encode not generated for PbConnectResult_SubErrorsEntry")},decode(n,t){let e=n instanceof c?n:new c(n),
r=e.__tsProtoDecodeDepth??0;if(r>=100)throw new globalThis.Error("protobuf decode recursion limit exceeded");e.__tsProtoDecodeDepth=
r+1;try{let o=t===void 0?e.len:e.pos+t,i=bn();for(;e.pos<o;){let s=e.uint32();switch(s>>>3){case 1:{if(s!==10)break;i.key=
e.string();continue}case 2:{if(s!==18)break;i.value=z.decode(e,e.uint32());continue}}if((s&7)===4||s===0)break;e.skip(s&
7)}return i}finally{e.__tsProtoDecodeDepth=r}}},st={encode(n,t=new d){return n.token!==""&&t.uint32(10).string(n.token),
t},decode(n,t){throw new Error("decode not generated for PbRefreshRequest")}};function pn(){return{client:"",version:"",
expires:!1,ttl:0}}var it={encode(n,t=new d){throw new Error("encode not generated for PbRefreshResult")},decode(n,t){let e=n instanceof
c?n:new c(n),r=e.__tsProtoDecodeDepth??0;if(r>=100)throw new globalThis.Error("protobuf decode recursion limit exceeded");
e.__tsProtoDecodeDepth=r+1;try{let o=t===void 0?e.len:e.pos+t,i=pn();for(;e.pos<o;){let s=e.uint32();switch(s>>>3){case 1:{
if(s!==10)break;i.client=e.string();continue}case 2:{if(s!==18)break;i.version=e.string();continue}case 3:{if(s!==24)break;
i.expires=e.bool();continue}case 4:{if(s!==32)break;i.ttl=e.uint32();continue}}if((s&7)===4||s===0)break;e.skip(s&7)}return i}finally{
e.__tsProtoDecodeDepth=r}}},Ue={encode(n,t=new d){if(n.channel!==""&&t.uint32(10).string(n.channel),n.token!==""&&t.uint32(
18).string(n.token),n.recover!==!1&&t.uint32(24).bool(n.recover),n.epoch!==""&&t.uint32(50).string(n.epoch),n.offset!==0n){
if(BigInt.asUintN(64,n.offset)!==n.offset)throw new globalThis.Error("value provided for field message.offset of type ui\
nt64 too large");t.uint32(56).uint64(n.offset)}if(n.data.length!==0&&t.uint32(66).bytes(n.data),n.positioned!==!1&&t.uint32(
72).bool(n.positioned),n.recoverable!==!1&&t.uint32(80).bool(n.recoverable),n.joinLeave!==!1&&t.uint32(88).bool(n.joinLeave),
n.delta!==""&&t.uint32(98).string(n.delta),n.tf!==void 0&&De.encode(n.tf,t.uint32(106).fork()).join(),n.flag!==0n){if(BigInt.
asIntN(64,n.flag)!==n.flag)throw new globalThis.Error("value provided for field message.flag of type int64 too large");t.
uint32(112).int64(n.flag)}return n.type!==0&&t.uint32(120).int32(n.type),t},decode(n,t){throw new Error("decode not gene\
rated for PbSubscribeRequest")}};function yn(){return{expires:!1,ttl:0,recoverable:!1,epoch:"",publications:[],recovered:!1,
offset:0n,positioned:!1,data:new Uint8Array(0),wasRecovering:!1,delta:!1,id:0n,recovery:0}}var N={encode(n,t=new d){throw new Error(
"encode not generated for PbSubscribeResult")},decode(n,t){let e=n instanceof c?n:new c(n),r=e.__tsProtoDecodeDepth??0;if(r>=
100)throw new globalThis.Error("protobuf decode recursion limit exceeded");e.__tsProtoDecodeDepth=r+1;try{let o=t===void 0?
e.len:e.pos+t,i=yn();for(;e.pos<o;){let s=e.uint32();switch(s>>>3){case 1:{if(s!==8)break;i.expires=e.bool();continue}case 2:{
if(s!==16)break;i.ttl=e.uint32();continue}case 3:{if(s!==24)break;i.recoverable=e.bool();continue}case 6:{if(s!==50)break;
i.epoch=e.string();continue}case 7:{if(s!==58)break;i.publications.push(j.decode(e,e.uint32()));continue}case 8:{if(s!==
64)break;i.recovered=e.bool();continue}case 9:{if(s!==72)break;i.offset=e.uint64();continue}case 10:{if(s!==80)break;i.positioned=
e.bool();continue}case 11:{if(s!==90)break;i.data=e.bytes();continue}case 12:{if(s!==96)break;i.wasRecovering=e.bool();continue}case 13:{
if(s!==104)break;i.delta=e.bool();continue}case 14:{if(s!==112)break;i.id=e.int64();continue}case 100:{if(s!==800)break;
i.recovery=e.int32();continue}}if((s&7)===4||s===0)break;e.skip(s&7)}return i}finally{e.__tsProtoDecodeDepth=r}}},ot={encode(n,t=new d){
return n.channel!==""&&t.uint32(10).string(n.channel),n.token!==""&&t.uint32(18).string(n.token),t},decode(n,t){throw new Error(
"decode not generated for PbSubRefreshRequest")}};function mn(){return{expires:!1,ttl:0}}var at={encode(n,t=new d){throw new Error(
"encode not generated for PbSubRefreshResult")},decode(n,t){let e=n instanceof c?n:new c(n),r=e.__tsProtoDecodeDepth??0;
if(r>=100)throw new globalThis.Error("protobuf decode recursion limit exceeded");e.__tsProtoDecodeDepth=r+1;try{let o=t===
void 0?e.len:e.pos+t,i=mn();for(;e.pos<o;){let s=e.uint32();switch(s>>>3){case 1:{if(s!==8)break;i.expires=e.bool();continue}case 2:{
if(s!==16)break;i.ttl=e.uint32();continue}}if((s&7)===4||s===0)break;e.skip(s&7)}return i}finally{e.__tsProtoDecodeDepth=
r}}},ct={encode(n,t=new d){return n.channel!==""&&t.uint32(10).string(n.channel),t},decode(n,t){throw new Error("decode \
not generated for PbUnsubscribeRequest")}};function Pn(){return{}}var ut={encode(n,t=new d){throw new Error("encode not \
generated for PbUnsubscribeResult")},decode(n,t){let e=n instanceof c?n:new c(n),r=e.__tsProtoDecodeDepth??0;if(r>=100)throw new globalThis.
Error("protobuf decode recursion limit exceeded");e.__tsProtoDecodeDepth=r+1;try{let o=t===void 0?e.len:e.pos+t,i=Pn();for(;e.
pos<o;){let s=e.uint32();if(s>>>3,(s&7)===4||s===0)break;e.skip(s&7)}return i}finally{e.__tsProtoDecodeDepth=r}}},dt={encode(n,t=new d){
return n.channel!==""&&t.uint32(10).string(n.channel),n.data.length!==0&&t.uint32(18).bytes(n.data),n.idempotencyKey!==""&&
t.uint32(802).string(n.idempotencyKey),t},decode(n,t){throw new Error("decode not generated for PbPublishRequest")}};function gn(){
return{offset:0n,epoch:"",duplicate:!1}}var ft={encode(n,t=new d){throw new Error("encode not generated for PbPublishRes\
ult")},decode(n,t){let e=n instanceof c?n:new c(n),r=e.__tsProtoDecodeDepth??0;if(r>=100)throw new globalThis.Error("pro\
tobuf decode recursion limit exceeded");e.__tsProtoDecodeDepth=r+1;try{let o=t===void 0?e.len:e.pos+t,i=gn();for(;e.pos<
o;){let s=e.uint32();switch(s>>>3){case 100:{if(s!==800)break;i.offset=e.uint64();continue}case 101:{if(s!==810)break;i.
epoch=e.string();continue}case 102:{if(s!==816)break;i.duplicate=e.bool();continue}}if((s&7)===4||s===0)break;e.skip(s&7)}
return i}finally{e.__tsProtoDecodeDepth=r}}},ht={encode(n,t=new d){return n.channel!==""&&t.uint32(10).string(n.channel),
t},decode(n,t){throw new Error("decode not generated for PbPresenceRequest")}};function vn(){return{presence:new Map,truncated:!1}}
var bt={encode(n,t=new d){throw new Error("encode not generated for PbPresenceResult")},decode(n,t){let e=n instanceof c?
n:new c(n),r=e.__tsProtoDecodeDepth??0;if(r>=100)throw new globalThis.Error("protobuf decode recursion limit exceeded");
e.__tsProtoDecodeDepth=r+1;try{let o=t===void 0?e.len:e.pos+t,i=vn();for(;e.pos<o;){let s=e.uint32();switch(s>>>3){case 1:{
if(s!==10)break;let a=Rn.decode(e,e.uint32());a.value!==void 0&&i.presence.set(a.key,a.value);continue}case 100:{if(s!==
800)break;i.truncated=e.bool();continue}}if((s&7)===4||s===0)break;e.skip(s&7)}return i}finally{e.__tsProtoDecodeDepth=r}}};
function wn(){return{key:"",value:void 0}}var Rn={encode(n,t=new d){throw new Error("encode not generated for PbPresence\
Result_PresenceEntry")},decode(n,t){let e=n instanceof c?n:new c(n),r=e.__tsProtoDecodeDepth??0;if(r>=100)throw new globalThis.
Error("protobuf decode recursion limit exceeded");e.__tsProtoDecodeDepth=r+1;try{let o=t===void 0?e.len:e.pos+t,i=wn();for(;e.
pos<o;){let s=e.uint32();switch(s>>>3){case 1:{if(s!==10)break;i.key=e.string();continue}case 2:{if(s!==18)break;i.value=
D.decode(e,e.uint32());continue}}if((s&7)===4||s===0)break;e.skip(s&7)}return i}finally{e.__tsProtoDecodeDepth=r}}},lt={
encode(n,t=new d){return n.channel!==""&&t.uint32(10).string(n.channel),t},decode(n,t){throw new Error("decode not gener\
ated for PbPresenceStatsRequest")}};function kn(){return{numClients:0,numUsers:0}}var pt={encode(n,t=new d){throw new Error(
"encode not generated for PbPresenceStatsResult")},decode(n,t){let e=n instanceof c?n:new c(n),r=e.__tsProtoDecodeDepth??
0;if(r>=100)throw new globalThis.Error("protobuf decode recursion limit exceeded");e.__tsProtoDecodeDepth=r+1;try{let o=t===
void 0?e.len:e.pos+t,i=kn();for(;e.pos<o;){let s=e.uint32();switch(s>>>3){case 1:{if(s!==8)break;i.numClients=e.uint32();
continue}case 2:{if(s!==16)break;i.numUsers=e.uint32();continue}}if((s&7)===4||s===0)break;e.skip(s&7)}return i}finally{
e.__tsProtoDecodeDepth=r}}},yt={encode(n,t=new d){return n.channel!==""&&t.uint32(10).string(n.channel),n.limit!==0&&t.uint32(
56).int32(n.limit),n.since!==void 0&&X.encode(n.since,t.uint32(66).fork()).join(),n.reverse!==!1&&t.uint32(72).bool(n.reverse),
t},decode(n,t){throw new Error("decode not generated for PbHistoryRequest")}};function En(){return{publications:[],epoch:"",
offset:0n,truncated:!1}}var mt={encode(n,t=new d){throw new Error("encode not generated for PbHistoryResult")},decode(n,t){
let e=n instanceof c?n:new c(n),r=e.__tsProtoDecodeDepth??0;if(r>=100)throw new globalThis.Error("protobuf decode recurs\
ion limit exceeded");e.__tsProtoDecodeDepth=r+1;try{let o=t===void 0?e.len:e.pos+t,i=En();for(;e.pos<o;){let s=e.uint32();
switch(s>>>3){case 1:{if(s!==10)break;i.publications.push(j.decode(e,e.uint32()));continue}case 2:{if(s!==18)break;i.epoch=
e.string();continue}case 3:{if(s!==24)break;i.offset=e.uint64();continue}case 100:{if(s!==800)break;i.truncated=e.bool();
continue}}if((s&7)===4||s===0)break;e.skip(s&7)}return i}finally{e.__tsProtoDecodeDepth=r}}},Pt={encode(n,t=new d){return t},
decode(n,t){throw new Error("decode not generated for PbPingRequest")}};function Sn(){return{}}var gt={encode(n,t=new d){
throw new Error("encode not generated for PbPingResult")},decode(n,t){let e=n instanceof c?n:new c(n),r=e.__tsProtoDecodeDepth??
0;if(r>=100)throw new globalThis.Error("protobuf decode recursion limit exceeded");e.__tsProtoDecodeDepth=r+1;try{let o=t===
void 0?e.len:e.pos+t,i=Sn();for(;e.pos<o;){let s=e.uint32();if(s>>>3,(s&7)===4||s===0)break;e.skip(s&7)}return i}finally{
e.__tsProtoDecodeDepth=r}}},vt={encode(n,t=new d){return n.data.length!==0&&t.uint32(10).bytes(n.data),t},decode(n,t){throw new Error(
"decode not generated for PbMessageRequest")}},wt={encode(n,t=new d){return n.data.length!==0&&t.uint32(10).bytes(n.data),
n.method!==""&&t.uint32(18).string(n.method),t},decode(n,t){throw new Error("decode not generated for PbRpcRequest")}};function xn(){
return{data:new Uint8Array(0)}}var Rt={encode(n,t=new d){throw new Error("encode not generated for PbRpcResult")},decode(n,t){
let e=n instanceof c?n:new c(n),r=e.__tsProtoDecodeDepth??0;if(r>=100)throw new globalThis.Error("protobuf decode recurs\
ion limit exceeded");e.__tsProtoDecodeDepth=r+1;try{let o=t===void 0?e.len:e.pos+t,i=xn();for(;e.pos<o;){let s=e.uint32();
switch(s>>>3){case 1:{if(s!==10)break;i.data=e.bytes();continue}}if((s&7)===4||s===0)break;e.skip(s&7)}return i}finally{
e.__tsProtoDecodeDepth=r}}};function _n(){return{id:0n,channel:"",event:void 0}}var kt={encode(n,t=new d){throw new Error("encode not generated for \
PbPush")},decode(n,t){let e=n instanceof c?n:new c(n),r=e.__tsProtoDecodeDepth??0;if(r>=100)throw new globalThis.Error("\
protobuf decode recursion limit exceeded");e.__tsProtoDecodeDepth=r+1;try{let o=t===void 0?e.len:e.pos+t,i=_n();for(;e.pos<
o;){let s=e.uint32();switch(s>>>3){case 1:{if(s!==8)break;i.id=e.int64();continue}case 2:{if(s!==18)break;i.channel=e.string();
continue}case 4:{if(s!==34)break;i.event={$case:"pub",value:j.decode(e,e.uint32())};continue}case 5:{if(s!==42)break;i.event=
{$case:"join",value:Bn.decode(e,e.uint32())};continue}case 6:{if(s!==50)break;i.event={$case:"leave",value:Tn.decode(e,e.
uint32())};continue}case 7:{if(s!==58)break;i.event={$case:"unsubscribe",value:Mn.decode(e,e.uint32())};continue}case 8:{
if(s!==66)break;i.event={$case:"message",value:An.decode(e,e.uint32())};continue}case 9:{if(s!==74)break;i.event={$case:"\
subscribe",value:$n.decode(e,e.uint32())};continue}case 10:{if(s!==82)break;i.event={$case:"connect",value:On.decode(e,e.
uint32())};continue}case 11:{if(s!==90)break;i.event={$case:"disconnect",value:Hn.decode(e,e.uint32())};continue}case 12:{
if(s!==98)break;i.event={$case:"refresh",value:Vn.decode(e,e.uint32())};continue}case 100:{if(s!==802)break;i.event={$case:"\
gap",value:Kn.decode(e,e.uint32())};continue}case 101:{if(s!==810)break;i.event={$case:"position",value:X.decode(e,e.uint32())};
continue}}if((s&7)===4||s===0)break;e.skip(s&7)}return i}finally{e.__tsProtoDecodeDepth=r}}};function Dn(){return{info:void 0}}
var Bn={encode(n,t=new d){throw new Error("encode not generated for PbJoin")},decode(n,t){let e=n instanceof c?n:new c(n),
r=e.__tsProtoDecodeDepth??0;if(r>=100)throw new globalThis.Error("protobuf decode recursion limit exceeded");e.__tsProtoDecodeDepth=
r+1;try{let o=t===void 0?e.len:e.pos+t,i=Dn();for(;e.pos<o;){let s=e.uint32();switch(s>>>3){case 1:{if(s!==10)break;i.info=
D.decode(e,e.uint32());continue}}if((s&7)===4||s===0)break;e.skip(s&7)}return i}finally{e.__tsProtoDecodeDepth=r}}};function Cn(){
return{info:void 0}}var Tn={encode(n,t=new d){throw new Error("encode not generated for PbLeave")},decode(n,t){let e=n instanceof
c?n:new c(n),r=e.__tsProtoDecodeDepth??0;if(r>=100)throw new globalThis.Error("protobuf decode recursion limit exceeded");
e.__tsProtoDecodeDepth=r+1;try{let o=t===void 0?e.len:e.pos+t,i=Cn();for(;e.pos<o;){let s=e.uint32();switch(s>>>3){case 1:{
if(s!==10)break;i.info=D.decode(e,e.uint32());continue}}if((s&7)===4||s===0)break;e.skip(s&7)}return i}finally{e.__tsProtoDecodeDepth=
r}}};function qn(){return{code:0,reason:""}}var Mn={encode(n,t=new d){throw new Error("encode not generated for PbUnsubs\
cribe")},decode(n,t){let e=n instanceof c?n:new c(n),r=e.__tsProtoDecodeDepth??0;if(r>=100)throw new globalThis.Error("p\
rotobuf decode recursion limit exceeded");e.__tsProtoDecodeDepth=r+1;try{let o=t===void 0?e.len:e.pos+t,i=qn();for(;e.pos<
o;){let s=e.uint32();switch(s>>>3){case 2:{if(s!==16)break;i.code=e.uint32();continue}case 3:{if(s!==26)break;i.reason=e.
string();continue}}if((s&7)===4||s===0)break;e.skip(s&7)}return i}finally{e.__tsProtoDecodeDepth=r}}};function Un(){return{
data:new Uint8Array(0)}}var An={encode(n,t=new d){throw new Error("encode not generated for PbMessage")},decode(n,t){let e=n instanceof
c?n:new c(n),r=e.__tsProtoDecodeDepth??0;if(r>=100)throw new globalThis.Error("protobuf decode recursion limit exceeded");
e.__tsProtoDecodeDepth=r+1;try{let o=t===void 0?e.len:e.pos+t,i=Un();for(;e.pos<o;){let s=e.uint32();switch(s>>>3){case 1:{
if(s!==10)break;i.data=e.bytes();continue}}if((s&7)===4||s===0)break;e.skip(s&7)}return i}finally{e.__tsProtoDecodeDepth=
r}}};function In(){return{recoverable:!1,epoch:"",offset:0n,positioned:!1,data:new Uint8Array(0)}}var $n={encode(n,t=new d){
throw new Error("encode not generated for PbSubscribe")},decode(n,t){let e=n instanceof c?n:new c(n),r=e.__tsProtoDecodeDepth??
0;if(r>=100)throw new globalThis.Error("protobuf decode recursion limit exceeded");e.__tsProtoDecodeDepth=r+1;try{let o=t===
void 0?e.len:e.pos+t,i=In();for(;e.pos<o;){let s=e.uint32();switch(s>>>3){case 1:{if(s!==8)break;i.recoverable=e.bool();
continue}case 4:{if(s!==34)break;i.epoch=e.string();continue}case 5:{if(s!==40)break;i.offset=e.uint64();continue}case 6:{
if(s!==48)break;i.positioned=e.bool();continue}case 7:{if(s!==58)break;i.data=e.bytes();continue}}if((s&7)===4||s===0)break;
e.skip(s&7)}return i}finally{e.__tsProtoDecodeDepth=r}}};function Fn(){return{client:"",version:"",data:new Uint8Array(0),
subs:new Map,expires:!1,ttl:0,ping:0,pong:!1,session:"",node:"",time:0n}}var On={encode(n,t=new d){throw new Error("enco\
de not generated for PbConnect")},decode(n,t){let e=n instanceof c?n:new c(n),r=e.__tsProtoDecodeDepth??0;if(r>=100)throw new globalThis.
Error("protobuf decode recursion limit exceeded");e.__tsProtoDecodeDepth=r+1;try{let o=t===void 0?e.len:e.pos+t,i=Fn();for(;e.
pos<o;){let s=e.uint32();switch(s>>>3){case 1:{if(s!==10)break;i.client=e.string();continue}case 2:{if(s!==18)break;i.version=
e.string();continue}case 3:{if(s!==26)break;i.data=e.bytes();continue}case 4:{if(s!==34)break;let a=jn.decode(e,e.uint32());
a.value!==void 0&&i.subs.set(a.key,a.value);continue}case 5:{if(s!==40)break;i.expires=e.bool();continue}case 6:{if(s!==
48)break;i.ttl=e.uint32();continue}case 7:{if(s!==56)break;i.ping=e.uint32();continue}case 8:{if(s!==64)break;i.pong=e.bool();
continue}case 9:{if(s!==74)break;i.session=e.string();continue}case 10:{if(s!==82)break;i.node=e.string();continue}case 11:{
if(s!==88)break;i.time=e.int64();continue}}if((s&7)===4||s===0)break;e.skip(s&7)}return i}finally{e.__tsProtoDecodeDepth=
r}}};function Wn(){return{key:"",value:void 0}}var jn={encode(n,t=new d){throw new Error("encode not generated for PbCon\
nect_SubsEntry")},decode(n,t){let e=n instanceof c?n:new c(n),r=e.__tsProtoDecodeDepth??0;if(r>=100)throw new globalThis.
Error("protobuf decode recursion limit exceeded");e.__tsProtoDecodeDepth=r+1;try{let o=t===void 0?e.len:e.pos+t,i=Wn();for(;e.
pos<o;){let s=e.uint32();switch(s>>>3){case 1:{if(s!==10)break;i.key=e.string();continue}case 2:{if(s!==18)break;i.value=
N.decode(e,e.uint32());continue}}if((s&7)===4||s===0)break;e.skip(s&7)}return i}finally{e.__tsProtoDecodeDepth=r}}};function Nn(){
return{code:0,reason:"",reconnect:!1,reconnectAfterMs:0}}var Hn={encode(n,t=new d){throw new Error("encode not generated\
 for PbDisconnect")},decode(n,t){let e=n instanceof c?n:new c(n),r=e.__tsProtoDecodeDepth??0;if(r>=100)throw new globalThis.
Error("protobuf decode recursion limit exceeded");e.__tsProtoDecodeDepth=r+1;try{let o=t===void 0?e.len:e.pos+t,i=Nn();for(;e.
pos<o;){let s=e.uint32();switch(s>>>3){case 1:{if(s!==8)break;i.code=e.uint32();continue}case 2:{if(s!==18)break;i.reason=
e.string();continue}case 3:{if(s!==24)break;i.reconnect=e.bool();continue}case 100:{if(s!==800)break;i.reconnectAfterMs=
e.uint32();continue}}if((s&7)===4||s===0)break;e.skip(s&7)}return i}finally{e.__tsProtoDecodeDepth=r}}};function Ln(){return{
expires:!1,ttl:0}}var Vn={encode(n,t=new d){throw new Error("encode not generated for PbRefresh")},decode(n,t){let e=n instanceof
c?n:new c(n),r=e.__tsProtoDecodeDepth??0;if(r>=100)throw new globalThis.Error("protobuf decode recursion limit exceeded");
e.__tsProtoDecodeDepth=r+1;try{let o=t===void 0?e.len:e.pos+t,i=Ln();for(;e.pos<o;){let s=e.uint32();switch(s>>>3){case 1:{
if(s!==8)break;i.expires=e.bool();continue}case 2:{if(s!==16)break;i.ttl=e.uint32();continue}}if((s&7)===4||s===0)break;
e.skip(s&7)}return i}finally{e.__tsProtoDecodeDepth=r}}};function Gn(){return{from:0n,to:0n,epoch:"",count:0n}}var Kn={encode(n,t=new d){
throw new Error("encode not generated for PbGap")},decode(n,t){let e=n instanceof c?n:new c(n),r=e.__tsProtoDecodeDepth??
0;if(r>=100)throw new globalThis.Error("protobuf decode recursion limit exceeded");e.__tsProtoDecodeDepth=r+1;try{let o=t===
void 0?e.len:e.pos+t,i=Gn();for(;e.pos<o;){let s=e.uint32();switch(s>>>3){case 1:{if(s!==8)break;i.from=e.uint64();continue}case 2:{
if(s!==16)break;i.to=e.uint64();continue}case 3:{if(s!==26)break;i.epoch=e.string();continue}case 4:{if(s!==32)break;i.count=
e.uint64();continue}}if((s&7)===4||s===0)break;e.skip(s&7)}return i}finally{e.__tsProtoDecodeDepth=r}}};var H={encode(n,t=new d){switch(n.id!==0&&t.uint32(8).uint32(n.id),n.request?.$case){case"connect":Me.encode(n.request.value,
t.uint32(34).fork()).join();break;case"subscribe":Ue.encode(n.request.value,t.uint32(42).fork()).join();break;case"unsub\
scribe":ct.encode(n.request.value,t.uint32(50).fork()).join();break;case"publish":dt.encode(n.request.value,t.uint32(58).
fork()).join();break;case"presence":ht.encode(n.request.value,t.uint32(66).fork()).join();break;case"presenceStats":lt.encode(
n.request.value,t.uint32(74).fork()).join();break;case"history":yt.encode(n.request.value,t.uint32(82).fork()).join();break;case"\
ping":Pt.encode(n.request.value,t.uint32(90).fork()).join();break;case"send":vt.encode(n.request.value,t.uint32(98).fork()).
join();break;case"rpc":wt.encode(n.request.value,t.uint32(106).fork()).join();break;case"refresh":st.encode(n.request.value,
t.uint32(114).fork()).join();break;case"subRefresh":ot.encode(n.request.value,t.uint32(122).fork()).join();break}return t},
decode(n,t){throw new Error("decode not generated for PbCommand")}};function Jn(){return{id:0,result:void 0}}var Et={encode(n,t=new d){
throw new Error("encode not generated for PbReply")},decode(n,t){let e=n instanceof c?n:new c(n),r=e.__tsProtoDecodeDepth??
0;if(r>=100)throw new globalThis.Error("protobuf decode recursion limit exceeded");e.__tsProtoDecodeDepth=r+1;try{let o=t===
void 0?e.len:e.pos+t,i=Jn();for(;e.pos<o;){let s=e.uint32();switch(s>>>3){case 1:{if(s!==8)break;i.id=e.uint32();continue}case 2:{
if(s!==18)break;i.result={$case:"error",value:z.decode(e,e.uint32())};continue}case 4:{if(s!==34)break;i.result={$case:"\
push",value:kt.decode(e,e.uint32())};continue}case 5:{if(s!==42)break;i.result={$case:"connect",value:rt.decode(e,e.uint32())};
continue}case 6:{if(s!==50)break;i.result={$case:"subscribe",value:N.decode(e,e.uint32())};continue}case 7:{if(s!==58)break;
i.result={$case:"unsubscribe",value:ut.decode(e,e.uint32())};continue}case 8:{if(s!==66)break;i.result={$case:"publish",
value:ft.decode(e,e.uint32())};continue}case 9:{if(s!==74)break;i.result={$case:"presence",value:bt.decode(e,e.uint32())};
continue}case 10:{if(s!==82)break;i.result={$case:"presenceStats",value:pt.decode(e,e.uint32())};continue}case 11:{if(s!==
90)break;i.result={$case:"history",value:mt.decode(e,e.uint32())};continue}case 12:{if(s!==98)break;i.result={$case:"pin\
g",value:gt.decode(e,e.uint32())};continue}case 13:{if(s!==106)break;i.result={$case:"rpc",value:Rt.decode(e,e.uint32())};
continue}case 14:{if(s!==114)break;i.result={$case:"refresh",value:it.decode(e,e.uint32())};continue}case 15:{if(s!==122)
break;i.result={$case:"subRefresh",value:at.decode(e,e.uint32())};continue}}if((s&7)===4||s===0)break;e.skip(s&7)}return i}finally{
e.__tsProtoDecodeDepth=r}}},St={encode(n,t=new d){return n.connect!==void 0&&Me.encode(n.connect,t.uint32(10).fork()).join(),
t},decode(n,t){throw new Error("decode not generated for PbListenRequest")}},se={encode(n,t=new d){n.node!==""&&t.uint32(
10).string(n.node),n.session!==""&&t.uint32(18).string(n.session);for(let e of n.commands)H.encode(e,t.uint32(26).fork()).
join();if(n.seq!==0n){if(BigInt.asUintN(64,n.seq)!==n.seq)throw new globalThis.Error("value provided for field message.s\
eq of type uint64 too large");t.uint32(32).uint64(n.seq)}return t},decode(n,t){throw new Error("decode not generated for\
 PbSendRequest")}};var ie=class{#e=new Map;#t=1;add(t,e,r){let o=++this.#t,i=()=>this.fail([o],new h(f.Timeout,`no answer to ${t.$case}`,!0));
return this.#e.set(o,{answer:r,timer:setTimeout(i,e)}),o}settle({id:t,result:e}){let r=this.#n(t);!r||!e||r(e.$case==="e\
rror"?{error:B(e.value)}:{result:e})}fail(t,e){for(let r of t)this.#n(r)?.({error:e})}failAll(t){this.fail([...this.#e.keys()],
t),this.#t=1}#n(t){let e=this.#e.get(t);return clearTimeout(e?.timer),this.#e.delete(t),e?.answer}};var v=class{#e;set(t,e){this.clear();let r=Math.min(t,2147483647);this.#e=setTimeout(()=>{this.#e=void 0,t>r?this.set(t-
r,e):e()},r)}clear(){clearTimeout(this.#e),this.#e=void 0}},zn=500;function oe(n){return Math.max(zn,n*1e3*(.8+.1*Math.random()))}var q=class{constructor(t,e,r){this.getToken=e;this.context=r;this.#e=t??""}getToken;context;#e;#t;#n=0;get renewable(){
return this.getToken!==void 0}current(t){return this.getToken?this.#e!==""&&Xn(this.#e)>t?this.#e:void 0:this.#e}fetch(){
let t=this.#t??=this.#s(this.#n).finally(()=>{this.#t===t&&(this.#t=void 0)});return t}drop(){this.getToken&&(this.#n++,
this.#t=void 0,this.#e="")}replace(t){this.#e=t}async#s(t){let e=await this.getToken(this.context);if(typeof e!="string")
throw new m("getToken gave no token: it must give a string, or throw UnauthorizedError");return t===this.#n&&(this.#e=e),
e}};function Xn(n){let t=Ae(n).exp;return typeof t=="number"?t*1e3:1/0}function xt(n){if(n==="")return"";let t=Dt(n);if(t===
void 0||/[:,[]\s*-?[\d.]{16}/.test(t))return;let{exp:e,iat:r,nbf:o,jti:i,...s}=Ae(n);return JSON.stringify(s)}function _t(n){
let{sub:t}=Ae(n);return t===void 0?void 0:JSON.stringify(t)}function Ae(n){return JSON.parse(Dt(n)??"{}")}function Dt(n){
try{let t=n.split(".")[1].replace(/-/g,"+").replace(/_/g,"/"),e=new TextDecoder().decode(Uint8Array.from(atob(t),o=>o.charCodeAt(
0))),r=JSON.parse(e);return typeof r=="object"&&r!==null&&!Array.isArray(r)?e:void 0}catch{return}}var Yn=5e3,ae=class{constructor(t,e,r,o){this.options=t;this.openSession=e;this.timing=r;this.events=o;this.timeout=t.timeout??
1e4,this.#e=this.backoff(),this.#n=new q(t.token,t.getToken,void 0)}options;openSession;timing;events;timeout;#e;#t=new ie;#n;#s=new v;#o=new v;#a=()=>this.#S();#r="\
disconnected";#i=0;#u;#c="";#d=0;#b=0;#f=!1;get state(){return this.#r}get now(){return Date.now()+this.#b}backoff(t=1/0){
return new k(Math.min(t,this.timing.minDelay),this.timing.maxDelay)}start(){this.#r==="disconnected"&&(globalThis.addEventListener?.(
"online",this.#a),this.#r="connecting",this.events.connecting({code:p.connectCalled,reason:"connect called"}),this.#r===
"connecting"&&!this.#u&&this.#l())}stop(t,e){this.#r!=="disconnected"&&(globalThis.removeEventListener?.("online",this.#a),
this.#m(e),this.#s.clear(),this.#e.reset(),this.#c="",this.#r="disconnected",this.events.disconnected({code:t,reason:e}))}request(t,e){
if(this.#r!=="connected"||!this.#u)return e({error:new h(f.Disconnected,"not connected",!0)});let r=this.#t.add(t,this.timeout,
e),o={id:r,request:t};try{H.encode(o)}catch(i){return this.#t.fail([r],new h(f.Invalid,`${t.$case}: ${P(i)}`))}this.#u.send(
o)}reconnect(t,e){this.#u&&this.#y({code:t,reason:e,reconnect:!0,afterMs:0})}#l(){this.#s.clear();let t=++this.#i,e=this.#n.
current(this.now);if(e!==void 0)return this.#g(t,e);this.#n.fetch().then(r=>{t===this.#i&&this.#g(t,r)},r=>{if(t===this.#i){
if(r instanceof m)return this.stop(_.unauthorized,r.message);this.events.error(Bt(r)),t===this.#i&&this.#s.set(this.#e.next(),
()=>this.#l())}})}#g(t,e){let r=et(this.options,e,this.#c,this.events.subs(e)),o=()=>t===this.#i;this.#u=this.openSession(
e)(r,{reply:i=>o()&&this.#v(i),end:i=>o()&&this.#y(i),error:(i,s)=>{o()&&(this.#t.fail(s,i),o()&&this.events.error(i))},
token:(i,s)=>{i===""?this.#n.replace(s):this.events.token(i,s)}})}#v(t){let{id:e,result:r}=t;if(this.#r==="connecting")r?.
$case==="connect"?this.#w(r.value):r?.$case==="error"&&this.#p(B(r.value));else if(e>0)this.#t.settle(t);else if(r?.$case===
"push"&&r.value.event){let{channel:o,event:i}=r.value;i.$case==="refresh"&&o===""?this.#h(i.value):this.events.push(o,i)}}#w(t){
this.#r="connected",this.#c=t.session,this.#d=Date.now(),this.#f=!1,t.time>0n&&(this.#b=Number(t.time)-Date.now()),this.#h(
t),this.events.connected(t)}#p(t){let{code:e,message:r}=t,o=e===ne&&this.#n.renewable;if(!o&&!t.temporary)return this.#m(
r),this.stop(e,r);let i=o&&!this.#f;o&&this.#n.drop(),this.#f=o,this.#y({code:e,reason:r,reconnect:!0,afterMs:i?1:0,cause:e})}#y(t){
let{code:e,reason:r,reconnect:o,afterMs:i,cause:s=f.TransportClosed}=t;if(this.#m(r),Ze(e)&&this.#n.drop(),!o)return this.
stop(e,r);let a=this.#i;this.#r==="connected"?(Date.now()-this.#d>Yn&&this.#e.reset(),this.#r="connecting",this.events.connecting(
{code:e,reason:r})):this.events.error(new h(s,r,!0)),a===this.#i&&this.#s.set(i||this.#e.next(),()=>this.#l())}#m(t){this.#i++,
this.#u?.close(),this.#u=void 0,this.#o.clear(),this.#t.failAll(new h(f.TransportClosed,`connection lost: ${t}`,!0))}#h({
expires:t,ttl:e}){this.#o.clear(),t&&this.#n.renewable&&this.#o.set(oe(e),()=>this.#R())}#R(){let t=this.#i,e=r=>{this.events.
error(r),t===this.#i&&this.#o.set(this.#e.next(),()=>this.#R())};this.#n.fetch().then(r=>{t===this.#i&&this.request({$case:"\
refresh",value:{token:r}},o=>{if(t===this.#i){if("error"in o)return o.error.temporary?e(o.error):this.stop(o.error.code,
o.error.message);o.result.$case==="refresh"&&this.#h(o.result.value)}})},r=>{if(t===this.#i){if(r instanceof m)return this.
stop(_.unauthorized,r.message);e(Bt(r))}})}#S(){this.#r==="connecting"&&(this.#e.reset(),this.#m("online again"),this.#l())}};
function Bt(n){return new h(f.ConnectionToken,`getToken failed: ${P(n)}`,!0,n)}var M=class{#e=new Map;on(t,e){let r=this.#e.get(t);return r||this.#e.set(t,r=new Set),r.add(e),()=>{r.delete(e)}}emit(t,e){
for(let r of[...this.#e.get(t)??[]])try{r(e)}catch(o){setTimeout(()=>{throw o})}}};var S=class{#e;#t=0n;constructor(t){this.#e=t&&{...t}}get since(){return this.#e}forget(){this.#e=void 0}subscribed(t){let{
epoch:e,offset:r,publications:o}=t,i=this.#e;if(T(t)==="RECOVERED"&&i){this.#t=i.offset;let s=i.epoch===""&&o.length===0;
this.#e={epoch:e,offset:s?r:i.offset}}else this.#t=r,this.#e=e===""?void 0:{epoch:e,offset:r}}take({offset:t}){return t===
0n||!this.#e?!0:t<=this.#t?!1:(this.moveTo({offset:t,epoch:this.#e.epoch}),!0)}moveTo({offset:t,epoch:e}){this.#t=t,this.#e=
{offset:t,epoch:e}}skip({to:t,epoch:e}){t>0n&&this.moveTo({offset:t,epoch:e})}};var ce=class{constructor(t){this.emitter=t}emitter;#e=new Map;#t;has(t){return this.#e.has(t)}requests(t){let e=_t(t);e!==
this.#t&&this.forget(),this.#t=e;let r=new Map;for(let[o,{position:i,recoverable:s}]of this.#e)s&&i.since&&r.set(o,tt(i.
since));return r}forget(){for(let{position:t}of this.#e.values())t.forget()}connected({subs:t,subErrors:e}){for(let r of[
...this.#e.keys()]){if(t.has(r))continue;let o=e.get(r),{code:i,message:s}=o?B(o):{code:2e3,message:"no longer subscribe\
d by the server"};this.#o(r,i,s)}for(let[r,o]of t)this.#n(r,o)}suspend(t,e){for(let r of this.#e.keys())this.emitter.emit(
"subscribing",{channel:r,code:t,reason:e})}push(t,e){if(e.$case==="subscribe")return this.#s(t,e.value);let r=this.#e.get(
t);if(r){switch(e.$case){case"unsubscribe":return this.#o(t,e.value.code,e.value.reason);case"pub":r.position.take(e.value)&&
this.emitter.emit("publication",C(t,e.value));return;case"position":return r.position.moveTo(e.value);case"gap":r.position.
skip(e.value)}Q(this.emitter,t,e)}}#n(t,e){let o=this.#e.get(t)??{position:new S,recoverable:!1};o.recoverable=e.recoverable,
o.position.subscribed(e),this.#e.set(t,o),this.emitter.emit("subscribed",Y(t,e));for(let i of e.publications)this.push(t,
{$case:"pub",value:i})}#s(t,{recoverable:e,positioned:r,epoch:o,offset:i,data:s}){let a=o===""?void 0:{epoch:o,offset:i};
this.#e.set(t,{position:new S(a),recoverable:e}),this.emitter.emit("subscribed",{channel:t,position:a,recoverable:e,positioned:r,
data:s,wasRecovering:!1,recovered:!1,outcome:"NOT_REQUESTED"})}#o(t,e,r){re(e)||this.#e.delete(t),this.emitter.emit("uns\
ubscribed",{channel:t,code:e,reason:r})}};function Ct(n){let t=new Uint8Array(5+n.length);return new DataView(t.buffer).setUint32(1,n.length),t.set(n,5),t}var ue=class{#e=new Uint8Array;*take(t){
let e=t;this.#e.length>0&&(e=new Uint8Array(this.#e.length+t.length),e.set(this.#e),e.set(t,this.#e.length));let r=0;for(;e.
length-r>=5;){let o=new DataView(e.buffer,e.byteOffset+r).getUint32(1);if(o>16777216)throw new Error(`a frame of ${o} by\
tes: this is no grpc-web stream`);if(e.length-r<5+o)break;yield{trailers:(e[r]&128)!==0,data:e.subarray(r+5,r+5+o)},r+=5+
o}this.#e=e.subarray(r)}};var l={ok:0,unknown:2,invalidArgument:3,notFound:5,permissionDenied:7,resourceExhausted:8,failedPrecondition:9,unimplemented:12,
unavailable:14};async function L(n,t,e,r,o={}){let i="application/grpc-web+proto",s=await n.fetch(`${n.url}/fanwire.clie\
nt.v1.ClientService/${t}`,{method:"POST",headers:{"content-type":i,accept:i,"x-grpc-web":"1"},body:Ct(e),cache:"no-store",
signal:r});o.headers?.();let a=s.headers.get("grpc-status"),u=s.body;if(a!==null||!s.ok||!Qn(s)||!u)return await u?.cancel(),
a!==null?Tt(s.headers):Zn(s);let b=new ue,y=u.getReader();for(;;){let{done:w,value:Ot}=await y.read();if(w)return{code:l.
unavailable,message:"the stream was cut"};o.bytes?.();for(let{trailers:Wt,data:Oe}of b.take(Ot)){if(Wt)return Tt(er(Oe));
o.message?.(Oe.slice())}}}function Qn(n){return(n.headers.get("content-type")??"").startsWith("application/grpc-web")}function Tt(n){
let t=n.get("grpc-message")??"";return{code:Number(n.get("grpc-status")??l.unknown),message:tr(t)}}function Zn(n){let t=n.
headers.get("content-type"),e=n.ok?`answered with ${t??"no content type"} instead of application/grpc-web: is the url th\
at of a Fanwire client listener?`:`answered with HTTP ${n.status}`;return{code:l.unavailable,message:e}}function er(n){let t=new TextDecoder().
decode(n).split(`\r
`);return new Map(t.map(e=>{let r=e.indexOf(":");return[e.slice(0,r).trim().toLowerCase(),e.slice(r+1).trim()]}))}function tr(n){
try{return decodeURIComponent(n)}catch{return n}}var nr=64,rr=32*1024,de=class{constructor(t,e,r,o){this.endpoint=t;this.address=e;this.acceptMs=r;this.events=o}endpoint;address;acceptMs;events;#e=[];#t=new AbortController;#n=1n;#s=rr;#o=!1;push(t){
this.#e.push(t),!this.#o&&(this.#o=!0,queueMicrotask(()=>{this.#a()}))}stop(){this.#t.abort()}async#a(){for(;this.#e.length>
0&&!this.#t.signal.aborted;)await this.#i(this.#r());this.#o=!1}#r(){let t=0,e=0;for(let r of this.#e){if(t+=H.encode(r).
finish().length+8,e>0&&(e===nr||t>this.#s))break;e++}return this.#e.splice(0,e)}async#i(t){let e=new k(50,1e3),r=t,o=!1;
for(let i=Date.now()+this.acceptMs;;){let s=await this.#u(r,i-Date.now());if(this.#t.signal.aborted)return;switch(s.code){case l.
ok:this.#n++;return;case l.notFound:case l.failedPrecondition:case l.invalidArgument:return this.events.lost(s.message);case l.
resourceExhausted:if(!s.message.includes("size_limit"))break;if(r.length===1)return this.events.refused(r[0],new h(f.Refused,
s.message));this.#s/=2,this.#e.unshift(...r),r=this.#r();continue}if(Date.now()>=i){let a=sr(this.acceptMs,s);if(o)return this.
events.lost(a.message);o=!0,i=Date.now()+this.acceptMs,this.events.overdue(a)}await this.#c(Math.min(e.next(),Math.max(0,
i-Date.now())))}}async#u(t,e){let r=se.encode({...this.address,commands:t,seq:this.#n}).finish(),o=new AbortController,i=()=>o.
abort(),s=setTimeout(i,e);this.#t.signal.addEventListener("abort",i);try{return await L(this.endpoint,"Send",r,o.signal)}catch(a){
return{code:l.unavailable,message:P(a)}}finally{clearTimeout(s),this.#t.signal.removeEventListener("abort",i)}}#c(t){return new Promise(
e=>{setTimeout(e,t)})}};function sr(n,t){return new h(f.NotAccepted,`commands were not accepted within ${n/1e3} s (${t.message}\
). Over HTTP/1.1 a browser has six connections per host, and each open page without shared connection holds one: serve F\
anwire over TLS, so that browsers speak HTTP/2, or leave \`sharing\` on`,!0)}var U=class{constructor(t){this.silent=t}silent;#e;#t=0;#n=0;start(t){this.stop(),this.#n=t,this.touch(),t>0&&this.#s(Math.
min(5e3,t))}touch(){this.#t=Date.now()}stop(){clearTimeout(this.#e)}#s(t){let e=Date.now()+t;this.#e=setTimeout(()=>{let r=Date.
now(),o=this.#t+this.#n-r;o>0?this.#s(Math.min(5e3,o)):r-e>1e3?this.#s(1e3):this.silent()},t)}};var ir=2e3,I=class{constructor(t,e,r,o){this.endpoint=t;this.timing=e;this.handler=o;globalThis.addEventListener?.("offl\
ine",this.#n),this.#i(r)}endpoint;timing;handler;#e=new AbortController;#t=new U(()=>{this.#r(A(p.noPing,"no ping: nothi\
ng came from the server for too long"))});#n=()=>this.#r(A(p.transportClosed,"offline"));#s;#o;#a=!1;send(t){this.#s?.push(
t)}close(){this.#a=!0,globalThis.removeEventListener?.("offline",this.#n),clearTimeout(this.#o),this.#t.stop(),this.#s?.
stop(),this.#e.abort()}#r(t){this.#a||(this.close(),this.handler.end(t))}async#i(t){let e=!1;this.#o=setTimeout(()=>{this.#d(
e)},this.timing.firstFrame);try{let r=St.encode({connect:t}).finish(),o=await L(this.endpoint,"Listen",r,this.#e.signal,
{headers:()=>e=!0,bytes:()=>this.#t.touch(),message:i=>this.#u(Et.decode(i))});this.#r(or(o))}catch(r){this.#r(A(p.transportClosed,
P(r)))}}#u(t){if(this.#a)return;let e=t.result;if(e?.$case==="connect"&&this.#c(e.value),e?.$case==="error"&&clearTimeout(
this.#o),e?.$case==="push"&&e.value.event?.$case==="disconnect"){let{code:r,reason:o,reconnectAfterMs:i}=e.value.event.value;
return this.#r({code:r,reason:o,reconnect:Qe(r),afterMs:i})}this.handler.reply(t)}#c({node:t,session:e,ping:r}){clearTimeout(
this.#o),this.#t.start(r>0?r*1e3+this.timing.pingDelay:0),this.#s=new de(this.endpoint,{node:t,session:e},this.timing.accept,
{overdue:o=>this.handler.error(o,[]),refused:(o,i)=>this.handler.error(i,[o.id]),lost:o=>this.#r(A(p.transportClosed,o))})}async#d(t){
let e=this.timing.firstFrame/1e3,r=t||await this.#b();if(this.#a)return;let o=r?`the server answers, but the stream brou\
ght nothing within ${e} s: a proxy between here and the server collects the response instead of passing it on. Switch re\
sponse buffering off for /fanwire.client.v1.ClientService/ there (nginx: proxy_buffering off)`:`no answer within ${e} s:\
 the server cannot be reached, or this browser's connections to it are used up (six per host over HTTP/1.1: serve Fanwir\
e over TLS, so that browsers speak HTTP/2, or leave \`sharing\` on)`,i=r?f.Buffered:f.Timeout;this.#r({...A(p.transportClosed,
o),cause:i})}async#b(){let t=new AbortController,e=setTimeout(()=>t.abort(),ir);try{let r=se.encode({node:"",session:"",
commands:[],seq:1n}).finish();return(await L(this.endpoint,"Send",r,t.signal)).code===l.notFound}catch{return!1}finally{
clearTimeout(e)}}};function A(n,t){return{code:n,reason:t,reconnect:!0,afterMs:0}}function or({code:n,message:t}){return n===
l.permissionDenied||n===l.invalidArgument||n===l.unimplemented?{code:_.refused,reason:t,reconnect:!1,afterMs:0}:A(p.transportClosed,
t||`the stream ended with status ${n}`)}var fe=class{constructor(t,e){this.request=t;this.post=e}request;post;missed=0;reply(t,e){this.post({kind:"reply",reply:{
id:t,result:e}})}push(t,e){let r={id:0n,channel:t,event:e};this.reply(0,{$case:"push",value:r})}error(t,e,r){this.reply(
t,{$case:"error",value:{code:e,message:r,temporary:!1}})}};var he=class{constructor(t,e){this.from=t;this.to=e}from;to;#e=[];#t=0;get position(){return this.to}add(t){if(t.offset!==
0n)for(this.to={...this.to,offset:t.offset},this.#e.push(t),this.#t+=t.data.length;this.#e.length>256||this.#t>262144;){
let e=this.#e.shift();this.#t-=e.data.length,this.from=e.offset}}moveTo(t){this.to=t}restart(t){this.#e=[],this.#t=0,this.
from=t.offset,this.to=t}since(t){if(!(t<this.from||t>this.to.offset))return this.#e.filter(e=>e.offset>t)}};var V=class n{constructor(t,e,r){this.channel=t;this.forward=e;this.vacant=r}channel;forward;vacant;#e=new Set;#t=[];#n;#s;#o;#a;#r;#i;get idle(){
return this.#e.size===0&&this.#t.length===0&&!this.#n}join(t,e,r){this.#t.push({member:t,id:e,request:r}),this.#u()}leave(t){
let e=this.#t.findIndex(r=>r.member===t);e>=0&&this.#t.splice(e,1),this.#n?.member===t&&(this.#n.gone=!0),this.#e.delete(
t),this.#n?.gone&&this.#e.size+this.#t.length===0&&(this.#n=void 0),this.#r===t&&this.#h()}push(t){if(!(!this.#o||!this.#a)){
switch(t.$case){case"pub":return this.#g(t.value);case"position":this.#a.moveTo(t.value);break;case"gap":t.value.to>0n&&
this.#a.restart({offset:t.value.to,epoch:t.value.epoch});break;case"unsubscribe":return this.#y(t)}for(let e of this.#e)
e.push(this.channel,t)}}renewed(t,e,r){this.#r=t,this.#m(r);for(let o of this.#e)o!==t&&o.post({kind:"token",channel:this.
channel,token:e})}static ofServer(t,e,r,o,i,s){let a=new n(t,e,r);a.#l(i,s);for(let u of o)a.#e.add(u);return a}attach(t,e){
return this.#e.add(t),this.#w(e)??this.#p(5,!0)}#u(){for(;!this.#n;){let t=this.#t.shift();if(!t)return;this.#o?this.#c(
t):this.#d(t,!1)}}#c(t){let{member:e,id:r,request:o}=t;if(this.#e.has(e)||!this.#s)return e.error(r,105,`already subscri\
bed to ${this.channel}`);if(!cr(o,this.#s)){if(this.#e.size===0)return this.#d(t,!0);let a=`another tab has ${this.channel}\
 with other options, and a shared connection has one subscription of a channel: use the same options, or set \`sharing\` t\
o false`;return e.error(r,f.SharingConflict,a)}let s=this.#w(o);if(!s)return this.#d(t,!0);this.#e.add(e),e.reply(r,{$case:"\
subscribe",value:s})}#d(t,e){this.#n=t,e&&this.forward({$case:"unsubscribe",value:{channel:this.channel}},()=>{}),this.forward(
{$case:"subscribe",value:t.request},r=>{this.#n===t&&(this.#n=void 0,r.$case==="subscribe"?this.#b(t,r.value):this.#f(t,
r),this.#u(),this.idle&&this.vacant(this))})}#b({member:t,id:e,request:r,gone:o},i){let s=this.#a?.position;this.#s=r,this.#l(
i,r.offset),this.#m(i);let a=i.publications.map(u=>({...u,data:u.data.slice()}));if(!s||ar(s,r,i))for(let u of a)this.#v(
u);else{let u={code:2500,reason:"insufficient state: another tab subscribed anew"};this.#y({$case:"unsubscribe",value:u},
!0)}if(o)return this.#h();this.#r=t,this.#e.add(t),t.reply(e,{$case:"subscribe",value:i})}#f({member:t,id:e},r){t.reply(
e,r);let o={code:2500,reason:"insufficient state: another tab could not subscribe anew"};this.#y({$case:"unsubscribe",value:o})}#l(t,e){
let r=T(t)==="RECOVERED";this.#o={...t,publications:[]};let o=r?e:t.offset;this.#a=new he(o,{epoch:t.epoch,offset:o});for(let i of t.
publications)this.#a.add(i);r&&e===0n&&t.publications.length===0&&this.#a.restart(t)}#g(t){let e=this.#a.position.offset;
(t.offset===0n||t.offset>e)&&this.#a.add(t),this.#v(t)}#v(t){for(let e of this.#e)e.push(this.channel,{$case:"pub",value:t})}#w(t){
if(!t?.recover)return this.#p(1,!1);let e=this.#a.position;if(!this.#o.recoverable)return this.#p(7,!0);if(t.epoch!==e.epoch)
return t.epoch===""?void 0:this.#p(3,!0);let r=this.#a.since(t.offset);return r&&{...this.#p(2,!0),publications:r,recovered:!0}}#p(t,e){
let{epoch:r,offset:o}=this.#a.position;return{...this.#o,epoch:r,offset:o,recovered:!1,wasRecovering:e,recovery:t,expires:!1,
ttl:0}}#y(t,e=!1){let r=[...this.#e];this.#e.clear(),e||(this.#o=void 0,this.#r=void 0);for(let o of r)o.push(this.channel,
t)}#m({expires:t,ttl:e}){this.#i=t?Date.now()+e*1e3:void 0}#h(){if([this.#r]=this.#e,this.#i===void 0)return;let t=Math.
max(0,Math.floor((this.#i-Date.now())/1e3));this.#r?.push(this.channel,{$case:"refresh",value:{expires:!0,ttl:t}})}};function ar(n,t,e){
return e.epoch!==n.epoch?!1:T(e)==="RECOVERED"?t.offset<=n.offset:e.offset===n.offset}function cr(n,t){let e=({positioned:r,
recoverable:o,joinLeave:i,tf:s,data:a})=>JSON.stringify([r,o,i,s,[...a]]);return e(n)===e(t)}var ur=3,dr=5e3,be=class{constructor(t){this.fetchFn=t}fetchFn;#e=new Map;#t=new Map;#n=new Set;#s=new Map;#o;#a;#r;#i=0;#u=1;#c;#d;#b="";#f=Date.
now();has(t){return this.#e.has(t)}abandoned(t){return this.#e.size===0&&Date.now()-this.#f>t}take(t,e){if(t.kind==="ope\
n"){let o=new fe(t.opening.request,e);return this.#e.set(t.id,o),this.#l(o,t.opening)}let r=this.#e.get(t.id);if(!r){let o={
code:1,reason:"this tab was away too long",reconnect:!0,afterMs:1};return t.kind==="close"?void 0:e({kind:"end",end:o})}
t.kind==="alive"?r.missed=0:t.kind==="close"?this.#R(t.id,r):this.#D(r,t.command)}#l(t,{url:e,timing:r,request:o}){if(this.#r)
return this.#p(t);if(this.#a)return;this.#o??=new k(r.minDelay,r.maxDelay),this.#c=t;let i={...o,previousSession:this.#b||
o.previousSession};this.#a=new I({url:e,fetch:this.fetchFn},r,i,{reply:s=>this.#g(s),end:s=>this.#m(s),error:({code:s,message:a,
temporary:u},b)=>{for(let y of b)this.#v(y,{$case:"error",value:{code:s,message:a,temporary:u}});for(let y of this.#e.values())
y.post({kind:"error",code:s,message:a,temporary:u})}})}#g(t){let{id:e,result:r}=t;this.#r?r?.$case==="push"?this.#B(r.value):
e===0?this.#M():r&&this.#v(e,r):r?.$case==="connect"?this.#w(r.value):r?.$case==="error"&&this.#y(r)}#v(t,e){let r=this.#s.
get(t);this.#s.delete(t),r?.then?r.then(e):r?.member?.reply(r.id,e)}#w(t){this.#r=t,this.#i=Date.now(),this.#b=t.session,
this.#C(t);let[e]=this.#e.values(),r=this.#c??e;if(r){this.#c=r;for(let[o,i]of t.subs)this.#T(o,[r],i,r.request.subs.get(
o)?.offset);r.reply(1,{$case:"connect",value:t});for(let o of this.#e.values())o!==r&&this.#p(o)}}#p(t){let e=new Map;for(let r of this.#n){
let o=this.#t.get(r);o&&e.set(r,o.attach(t,t.request.subs.get(r)))}t.reply(1,{$case:"connect",value:{...this.#r,time:0n,
subs:e,expires:!1,ttl:0}}),this.#c||this.#q()}#y(t){let e=this.#c,r={code:1,reason:"another tab could not connect",reconnect:!0,
afterMs:1e3};for(let o of this.#h())o===e?o.reply(1,t):o.post({kind:"end",end:r})}#m(t){this.#r&&Date.now()-this.#i>dr&&
this.#o?.reset();let e={...t,afterMs:t.afterMs||Math.ceil(this.#o.next())+1};for(let r of this.#h())r.post({kind:"end",end:e})}#h(){
let t=[...this.#e.values()];return this.#a?.close(),this.#a=void 0,this.#r=void 0,this.#c=void 0,this.#e.clear(),this.#f=
Date.now(),this.#t.clear(),this.#n.clear(),this.#s.clear(),this.#u=1,t}#R(t,e){if(this.#e.delete(t),this.#e.size===0)return void this.#h();
for(let r of[...this.#t.values()])this.#S(r,e);this.#c===e&&(this.#c=void 0,this.#r&&this.#q())}#S(t,e){t.leave(e),t.idle&&
this.#E(t)}#E=t=>{let{channel:e}=t;this.#t.get(e)!==t||this.#n.has(e)||(this.#t.delete(e),this.#_(e))};#_(t){this.#P({$case:"\
unsubscribe",value:{channel:t}},()=>{})}#D(t,{id:e,request:r}){if(!(!r||!this.#a))switch(r.$case){case"subscribe":return this.#k(
r.value).join(t,e,r.value);case"unsubscribe":{let o=this.#t.get(r.value.channel);return o?this.#S(o,t):this.#_(r.value.channel),
t.reply(e,{$case:"unsubscribe",value:{}})}case"refresh":return this.#P(r,o=>{t.reply(e,o),o.$case==="refresh"&&this.#U(t,
r.value.token,o.value)});case"subRefresh":return this.#P(r,o=>{t.reply(e,o),o.$case==="subRefresh"&&this.#t.get(r.value.
channel)?.renewed(t,r.value.token,o.value)});default:this.#x(r,{member:t,id:e,then:void 0})}}#k({channel:t}){let e=this.#t.
get(t);return e||this.#t.set(t,e=new V(t,this.#P,this.#E)),e}#P=(t,e)=>{this.#x(t,{member:void 0,id:0,then:e})};#x(t,e){
let r=++this.#u;this.#s.set(r,e),this.#a?.send({id:r,request:t})}#B({channel:t,event:e}){if(!e)return;let r=this.#t.get(
t);if(e.$case==="refresh"&&t==="")this.#C(e.value),this.#c?.push(t,e);else if(e.$case==="subscribe"){this.#T(t,this.#e.values(),
fr(e.value));for(let o of this.#e.values())o.push(t,e)}else if(r){if(r.push(e),e.$case!=="unsubscribe")return;this.#n.delete(
t),r.idle&&this.#t.delete(t)}}#T(t,e,r,o=0n){this.#n.add(t),this.#t.set(t,V.ofServer(t,this.#P,this.#E,e,r,o))}#M(){for(let[
t,e]of[...this.#e])++e.missed>ur?this.#R(t,e):e.reply(0,void 0)}#U(t,e,r){this.#c=t,this.#C(r);for(let o of this.#e.values())
o!==t&&o.post({kind:"token",channel:"",token:e})}#C({expires:t,ttl:e}){this.#d=t?Date.now()+e*1e3:void 0}#q(){if([this.#c]=
this.#e.values(),this.#d===void 0)return;let t=Math.max(0,Math.floor((this.#d-Date.now())/1e3));this.#c?.push("",{$case:"\
refresh",value:{expires:!0,ttl:t}})}};function fr(n){return{...n,expires:!1,ttl:0,publications:[],recovered:!1,wasRecovering:!1,
delta:!1,id:0n,recovery:1}}var hr=6e4,$=class{#e=new Map;#t=new Map;take(t,e){t.kind==="open"&&this.#n(t.id,t.opening.key);let r=this.#t.get(t.id)??
"",o=this.#e.get(r);o||this.#e.set(r,o=new be(fetch.bind(globalThis))),o.take(t,e)}#n(t,e){for(let[r,o]of this.#e)o.abandoned(
hr)&&this.#e.delete(r);for(let[r,o]of this.#t)this.#e.get(o)?.has(r)||this.#t.delete(r);this.#t.set(t,e)}};var F=class{receivers=new Map;attach(t,e){this.receivers.set(t,e)}detach(t){this.receivers.delete(t)}deliver(t,e){this.receivers.
get(t)?.take(e)}};function le(){return Array.from(crypto.getRandomValues(new Uint32Array(4)),n=>n.toString(36)).join("-")}var G=class extends F{#e=le();#t;#n="";#s;constructor(t){super();let e=`fanwire-client ${E}`;this.#t=new BroadcastChannel(
e),this.#t.onmessage=({data:r})=>this.#o(r),this.#i({kind:"who"}),t.request(e,()=>(this.#s=new $,this.#i({kind:"leader",
leader:this.#e}),this.#a(this.#e),new Promise(()=>{})))}post(t){this.#s?queueMicrotask(()=>this.#s.take(t,e=>this.#r(t.id,
e))):this.#i({kind:"up",to:this.#n,from:this.#e,message:t})}#o(t){if(t.kind==="leader")return this.#a(t.leader);if(t.kind===
"who")return this.#s&&this.#i({kind:"leader",leader:this.#e});if(t.to!==this.#e)return;if(t.kind==="down")return this.deliver(
t.id,t.message);let{from:e,message:r}=t;this.#s?.take(r,o=>this.#i({kind:"down",to:e,id:r.id,message:o}))}#a(t){if(t!==this.#n){
this.#n=t;for(let e of[...this.receivers.values()])e.reset()}}#r(t,e){queueMicrotask(()=>this.deliver(t,e))}#i(t){this.#t.
postMessage(t)}};var qt=1e4,pe=class{constructor(t,e,r,o){this.link=t;this.opening=e;this.handler=r;this.silent=o;t.attach(this.#e,this),
globalThis.addEventListener?.("pagehide",this.#n),globalThis.addEventListener?.("pageshow",this.#s),this.#t.start(e.timing.
firstFrame+qt),this.link.post({kind:"open",id:this.#e,opening:e})}link;opening;handler;silent;#e=le();#t=new U(()=>{this.
silent(),this.#r("the shared connection does not answer",f.Timeout)});#n=()=>this.#c("close");#s=({persisted:t})=>{t&&this.#r(
"the page was put aside")};#o=!1;send(t){this.link.post({kind:"send",id:this.#e,command:t})}close(){this.#c("close"),this.#u()}take(t){
switch(this.#t.touch(),t.kind){case"reply":return this.#a(t.reply);case"end":return this.#i(t.end);case"error":return this.
handler.error(new h(t.code,t.message,t.temporary),[]);case"token":return this.handler.token?.(t.channel,t.token)}}reset(){
this.#o?this.#r("another tab leads now"):this.link.post({kind:"open",id:this.#e,opening:this.opening})}#a(t){let{id:e,result:r}=t;
if(r?.$case==="connect"){this.#o=!0;let{ping:o}=r.value;this.#t.start(o>0?o*1e3+this.opening.timing.pingDelay+qt:0)}else
e===0&&!r&&this.#c("alive");this.handler.reply(t)}#r(t,e){this.#c("close");let r={code:p.transportClosed,reason:t,reconnect:!0,
afterMs:1};this.#i(e===void 0?r:{...r,afterMs:0,cause:e})}#i(t){this.#u(),this.handler.end(t)}#u(){this.link.detach(this.#e),
this.#t.stop(),globalThis.removeEventListener?.("pagehide",this.#n),globalThis.removeEventListener?.("pageshow",this.#s)}#c(t){
this.link.post({kind:t,id:this.#e})}};var br=6e3,Ie=class extends F{constructor(e){super();this.port=e;e.onmessage=({data:r})=>{"id"in r&&this.deliver(r.id,r.
message)}}port;post(e){this.port.postMessage(e)}};function Mt(n){return new Promise(t=>{let e=setTimeout(()=>t(void 0),br),
r=o=>{clearTimeout(e),t(o)};try{let o=n();o.onerror=()=>r(void 0),o.port.onmessage=({data:i})=>{r("version"in i&&i.version===
E?new Ie(o.port):void 0)}}catch{r(void 0)}})}function lr(n){let t=new $;n.onconnect=({ports:[e]})=>{e.onmessage=({data:r})=>{
t.take(r,o=>e.postMessage({id:r.id,message:o}))},e.postMessage({version:E})}}var K=new Map;function Ut(n,t,e){let r=(s,a)=>{let u={url:n,fetch:t.fetch??fetch.bind(globalThis)};return new I(u,e,s,a)},
{sharing:o=!0}=t;if(!o||t.fetch||!pr())return()=>r;let i=o===!0?void 0:String(o.worker);return s=>(a,u)=>{let b=xt(s);if(b===
void 0)return r(a,u);let y=yr(n,t,b);return new $e(mr(i).then(w=>()=>w?new pe(w,{key:y,url:n,timing:e,request:a},u,()=>Pr(
i,w)):r(a,u)))}}function pr(){return typeof SharedWorker=="function"||At()!==void 0}function At(){return typeof document==
"object"&&typeof BroadcastChannel=="function"?navigator.locks:void 0}function yr(n,t,e){let{data:r,name:o,version:i,headers:s}=t;
return JSON.stringify([n,e,Z(x(r)),o,i,s])}function mr(n){let t=n??"",e=K.get(t);return e||K.set(t,e=gr(n)),e}function Pr(n,t){
let e=n??"";K.get(e)?.then(r=>{r===t&&(t instanceof G?K.set(e,Promise.resolve(void 0)):K.delete(e))})}async function gr(n){
if(typeof SharedWorker=="function"){let e=await Mt(()=>n===void 0?new SharedWorker(new URL("./worker.js",import.meta.url),
{type:"module"}):new SharedWorker(n,{type:"module"}));if(e)return e}let t=At();return t&&new G(t)}var $e=class{#e;#t=!1;constructor(t){
t.then(e=>{this.#t||(this.#e=e())})}send(t){this.#e?.send(t)}close(){this.#t=!0,this.#e?.close()}};var ye=class{constructor(t,e){this.subscribed=t;this.events=e.map(r=>({$case:"pub",value:r})),this.#e=this.events.length+
1e3}subscribed;events;#e;overflown=!1;add(t){this.events.length<this.#e?this.events.push(t):this.overflown=!0}};var me=class{constructor(t,e,r,o){this.channel=t;this.getState=e;this.backoff=r;this.events=o}channel;getState;backoff;events;#e=new v;#t=0;#n=!1;#s=!1;#o=!0;holds({
recovered:t,outcome:e,position:r}){if(t||(this.#s=!0),!this.#s)return this.#o=!0,this.backoff.reset(),!1;if(this.#n&&t)return!0;
let o={channel:this.channel,position:r,outcome:e};return this.#o?this.#a(o):this.#r(o),!0}reset(){this.cancel(),this.#s=
!0}cancel(){this.#t++,this.#n=!1,this.#e.clear()}async#a(t){this.cancel();let e=this.#t;this.#n=!0,this.#o=!1;try{let r=await this.
getState(t);if(e!==this.#t)return;this.#n=!1,this.#s=!1,this.events.loaded(r??void 0)}catch(r){if(e!==this.#t)return;let o=`\
getState for ${this.channel} failed: ${P(r)}`;this.#r(t),this.events.failed(new h(f.State,o,!0,r))}}#r(t){this.cancel(),
this.#n=!0,this.#e.set(this.backoff.next(),()=>{this.#a(t)})}};var O=class{#e=new Set;wait(t,e){return new Promise((r,o)=>{let i,s=u=>{clearTimeout(i),this.#e.delete(a),u()},a={resolve:()=>s(
r),reject:u=>s(()=>o(u))};e!==void 0&&(i=setTimeout(()=>{a.reject(new h(f.Timeout,`not ${t} within ${e/1e3} s`,!0))},e)),
this.#e.add(a)})}resolve(){for(let t of[...this.#e])t.resolve()}reject(t){for(let e of[...this.#e])e.reject(t)}};var vr=5e3,wr=200,Pe=class extends M{constructor(e,r,o){super();this.channel=e;this.options=r;this.host=o;this.#e=new q(
r.token,r.getToken,{channel:e}),this.#t=o.backoff(wr),this.#r=new S(r.since),this.#u=r.since!==void 0,r.getState&&(this.#a=
new me(e,r.getState,o.backoff(),{loaded:i=>this.#y(i),failed:i=>this.emit("error",i)}))}channel;options;host;#e;#t;#n=new v;#s=new v;#o=new O;#a;#r;#i="\
unsubscribed";#u;#c=0;#d=!1;#b=0;#f;get state(){return this.#i}get position(){return this.#r.since}subscribe(){this.#i===
"unsubscribed"&&(this.#t.reset(),this.#D(Ce.subscribeCalled,"subscribe called"),this.resume())}unsubscribe(){this.#k(te.
unsubscribeCalled,"unsubscribe called")}async ready(e){if(this.#i!=="subscribed"){if(this.#i==="unsubscribed")throw It(this.
channel,"call subscribe()");await this.#o.wait(`subscribed to ${this.channel}`,e)}}publish(e,r){return this.host.calls.publish(
this.channel,e,r)}history(e){return this.host.calls.history(this.channel,e)}presence(){return this.host.calls.presence(this.
channel)}presenceStats(){return this.host.calls.presenceStats(this.channel)}resume(){this.#i==="subscribing"&&this.host.
connected&&!this.#d&&this.#l()}suspend(){this.#d=!1,this.#i==="subscribed"?this.#D(Ce.transportClosed,"connection lost"):
this.#P()}renewed(e){this.#e.replace(e)}push(e){e.$case==="unsubscribe"?this.#S(e.value.code,e.value.reason):e.$case==="\
refresh"?this.#E(e.value):this.#f?this.#f.add(e):this.#i==="subscribed"&&this.#R(e)}#l(){this.#P();let e=this.#c,r=this.#e.
current(this.host.now);if(r!==void 0)return this.#g(e,r);this.#e.fetch().then(o=>{e===this.#c&&this.host.connected&&this.#g(
e,o)},o=>{if(e===this.#c){if(o instanceof m)return this.#k(te.unauthorized,o.message);this.#w(e,this.#B(o))}})}#g(e,r){this.#d=
!0;let o=qe(this.channel,this.options,r,this.#u?this.#r.since:void 0);this.host.request({$case:"subscribe",value:o},i=>{
e===this.#c&&("error"in i?this.#v(e,i.error):i.result.$case==="subscribe"&&this.#p(i.result.value))})}#v(e,r){if(r.code===
f.Timeout)return this.host.reconnect(p.subscribeTimeout,r.message);if(r.code===f.TransportClosed)return;let o=r.code===Xe&&
!this.host.ofServer();o&&this.#x(),this.#d=!1;let i=r.code===ne&&this.#e.renewable;if(i&&this.#e.drop(),o||i||r.temporary)
return this.#w(e,r);this.#k(r.code,r.message)}#w(e,r){this.emit("error",r),e===this.#c&&this.#n.set(this.#t.next(),()=>this.
resume())}#p(e){this.#r.subscribed(e),this.#u=e.recoverable,this.#E(e),this.#f=new ye(Y(this.channel,e),e.publications),
!this.#a?.holds(this.#f.subscribed)&&this.#h()}#y(e){let r=this.#r.since,o=e&&(!r||e.epoch!==r.epoch||e.offset<r.offset);
o?(this.#r=new S(e),this.#u=!0):e&&this.#r.moveTo(e),this.#f&&(o||this.#f.overflown?this.#m():this.#h())}#m(){this.#x(),
this.#l()}#h(){let{subscribed:e,events:r}=this.#f,o=this.#c;this.#f=void 0,this.#i="subscribed",this.#b=Date.now(),this.
emit("subscribed",e),this.#o.resolve();for(let i of r){if(o!==this.#c)return;this.#R(i)}}#R(e){e.$case==="pub"?this.#r.take(
e.value)&&this.emit("publication",C(this.channel,e.value)):e.$case==="position"?this.#r.moveTo(e.value):(e.$case==="gap"&&
this.#r.skip(e.value),Q(this,this.channel,e))}#S(e,r){if(this.#i==="unsubscribed")return;if(this.#d=!1,!re(e))return this.#k(
e,r);(e===Ye||e===Te)&&this.#e.drop(),e===Te&&(this.#r.forget(),this.#a?.reset()),this.#D(e,r)===this.#c&&this.#n.set(this.#t.
next(),()=>this.resume())}#E({expires:e,ttl:r}){this.#s.clear(),e&&this.#e.renewable&&this.#s.set(oe(r),()=>this.#_())}#_(){
let e=this.#c,r=o=>{this.emit("error",o),e===this.#c&&this.#s.set(this.#t.next(),()=>this.#_())};this.#e.fetch().then(o=>{
e===this.#c&&this.host.request({$case:"subRefresh",value:{channel:this.channel,token:o}},i=>{if(e===this.#c){if("error"in
i)return i.error.code===f.TransportClosed?void 0:i.error.temporary?r(i.error):this.#k(i.error.code,i.error.message);i.result.
$case==="subRefresh"&&this.#E(i.result.value)}})},o=>{if(e===this.#c){if(o instanceof m)return this.#k(te.unauthorized,o.
message);r(this.#B(o))}})}#D(e,r){this.#i==="subscribed"&&Date.now()-this.#b>vr&&this.#t.reset(),this.#P();let o=this.#c;
return this.#i="subscribing",this.emit("subscribing",{channel:this.channel,code:e,reason:r}),o}#k(e,r){this.#i!=="unsubs\
cribed"&&(this.#x(),this.#P(),this.#a?.cancel(),this.#i="unsubscribed",this.emit("unsubscribed",{channel:this.channel,code:e,
reason:r}),this.#o.reject(It(this.channel,r)))}#P(){this.#c++,this.#f=void 0,this.#n.clear(),this.#s.clear()}#x(){this.#d&&
(this.#d=!1,this.host.request({$case:"unsubscribe",value:{channel:this.channel}},e=>{"error"in e&&e.error.code===f.Timeout&&
this.host.reconnect(p.subscribeTimeout,e.error.message)}))}#B(e){let r=`getToken for ${this.channel} failed: ${P(e)}`;return new h(
f.SubscriptionToken,r,!0,e)}};function It(n,t){return new h(f.Unsubscribed,`not subscribed to ${n}: ${t}`)}function $t(n){return{firstFrame:n.firstFrameTimeout??5e3,accept:n.acceptTimeout??5e3,pingDelay:n.maxPingDelay??1e4,minDelay:n.
minReconnectDelay??500,maxDelay:n.maxReconnectDelay??2e4}}var Fe=class extends M{#e;#t;#n=new ce(this);#s=new Map;#o=new O;constructor(t,e={}){super();let r=$t(e);this.#e=new ae(
e,Ut(String(t).replace(/\/+$/,""),e,r),r,{connecting:o=>this.#a(o),connected:o=>{let{client:i,version:s,data:a}=o;if(this.
emit("connected",{client:i,version:s,data:a}),this.state==="connected"){this.#n.connected(o);for(let u of this.#s.values())
u.resume();this.#o.resolve()}},disconnected:o=>this.#r(o),push:(o,i)=>this.#u(o,i),error:o=>this.emit("error",o),token:(o,i)=>this.#s.
get(o)?.renewed(i),subs:o=>this.#n.requests(o)}),this.#t=new ee(async o=>(await this.ready(this.#e.timeout),new Promise(
(i,s)=>{this.#e.request(o,a=>{"error"in a?s(a.error):i(a.result)})})))}get state(){return this.#e.state}connect(){this.#e.
start()}disconnect(){this.#e.stop(_.disconnectCalled,"disconnect called")}async ready(t){if(this.state!=="connected"){if(this.
state==="disconnected")throw Ft("call connect()");await this.#o.wait("connected",t)}}newSubscription(t,e={}){if(this.#s.
has(t))throw new Error(`there is a subscription to ${t} already: use getSubscription, or removeSubscription first`);let r=this.#e,
o=new Pe(t,e,{get connected(){return r.state==="connected"},get now(){return r.now},calls:this.#t,ofServer:()=>this.#n.has(
t),backoff:i=>r.backoff(i),request:(i,s)=>r.request(i,s),reconnect:(i,s)=>r.reconnect(i,s)});return this.#s.set(t,o),o}getSubscription(t){
return this.#s.get(t)}removeSubscription(t){t.unsubscribe(),this.#s.get(t.channel)===t&&this.#s.delete(t.channel)}publish(t,e,r){
return this.#t.publish(t,e,r)}history(t,e){return this.#t.history(t,e)}presence(t){return this.#t.presence(t)}presenceStats(t){
return this.#t.presenceStats(t)}#a(t){this.emit("connecting",t),this.#i(t)}#r(t){this.emit("disconnected",t),this.#i(t),
this.#n.forget(),this.#o.reject(Ft(t.reason))}#i({code:t,reason:e}){this.#n.suspend(t,e);for(let r of this.#s.values())r.
suspend()}#u(t,e){let r=this.#s.get(t);r&&e.$case!=="subscribe"?r.push(e):this.#n.push(t,e)}};function Ft(n){return new h(
f.Disconnected,`disconnected: ${n}`)}export{f as ErrorCode,Fe as Fanwire,h as FanwireError,m as UnauthorizedError,E as VERSION,lr as serveTabs,rn as toJson,Z as toText};
