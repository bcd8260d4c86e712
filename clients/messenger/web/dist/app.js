var P,Ot,fs,V,Ze,Be,Vt,xe,Gt,tt,et,ps,he=Symbol.for("pv"),Me={},$e=[],bs=/^m(i|n|o|s|text|space)$/,nt=Array.isArray,zt=$e.
slice,te=Object.assign;function ee(e){e&&e.parentNode&&e.remove()}function Se(e,n,t,r,o){var i={type:e,props:n,key:t,ref:r,__k:null,__:null,__b:0,__e:null,__c:null,constructor:he,__v:o||
++Ot,__i:-1,__u:0};return!o&&P.vnode&&P.vnode(i),i}function U(e){return e.children}function Ce(e,n){this.props=e,this.context=n,this.__g=0}function G(e,n){if(n==null)return e.
__&&G(e.__,e.__i+1);for(var t;n<e.__k.length;n++)if((t=e.__k[n])&&t.__e)return t.__e;return typeof e.type!="function"||e.
props.__P?null:G(e)}function gs(e){var n,t=e.__v,r=t.__e,o=[],i=[],s=e.__P;s&&((n=te({constructor:he},t)).__v=t.__v+1,P.
vnode&&P.vnode(n),rt(s,n,t,e.__n,s.namespaceURI,32&t.__u?[r]:null,o,r||G(t),32&t.__u,i),n.__v=t.__v,n.__.__k[n.__i]=n,Zt(
o,n,i),t.__=t.__e=null,n.__e!=r&&Jt(n))}function Jt(e){if((e=e.__)&&e.__c&&!e.props.__P)return e.__e=null,e.__k.some(function(n){
return n&&(e.__e=n.__e)}),Jt(e)}function jt(e){(8&e.__g||(e.__g|=8,V.push(e),Be++))&&Ze==P.debounceRendering||((Ze=P.debounceRendering)||
queueMicrotask)(Kt)}function Kt(){try{for(var e,n=1;V.length;)V.length>n&&V.sort(Vt),e=V.shift(),n=V.length,8&e.__g&&gs(
e)}finally{(Be=V.length)&&(Ze||queueMicrotask)(Kt)}}function Xt(e,n,t,r,o,i,s,a,u,h,d){var p,w,l,y,R,v,k=r.__k||$e,_=n.length;
for(u=ms(t,n,k,u,_),p=0;p<_;p++)(l=t.__k[p])!=null&&(w=~l.__i&&k[l.__i]||Me,l.__i=p,v=rt(e,l,w,o,i,s,a,u,h,d),y=l.__e,(w.
ref!=l.ref||8&w.__u)&&(w.ref&&st(w.ref,null,l,w),l.ref&&d.push(l.ref,l.__c||y,l)),R=R||y,4&l.__u?(u=Yt(l,u,e,!w.__v),w.__e&&
(w.__e=null)):typeof l.type=="function"&&v!==void 0?u=v:y&&(u=y.nextSibling),l.__u&=-21);return t.__e=R,u}function ms(e,n,t,r,o){
var i,s,a,u,h,d,p,w,l,y=t.length,R=y,v=0,k=0,_=e.__k=Array(o);for(i=0;i<o;i++)(s=n[i])!=null&&typeof s!="boolean"&&typeof s!=
"function"?(typeof s!="object"||s.constructor===String?s=_[i]=Se(null,s):nt(s)?s=_[i]=Se(U,{children:s}):s.constructor===
he&&s.__b?s=_[i]=Se(s.type,s.props,s.key,s.ref,s.__v):_[i]=s,u=i+v,s.__=e,s.__b=e.__b+1,a=null,~(h=s.__i=ys(s,t,u,R))&&(R--,
(a=t[h])&&(a.__u|=2)),a&&a.__v?(s.__u|=16,h==u-1?v--:h==u+1?v++:h!=u&&(h>u?v--:v++,k=1)):(~h||(o>y?v--:o<y&&v++),typeof s.
type!="function"&&(s.__u|=4))):_[i]=null;if(k){for(d=[],p=[],i=0;i<o;i++)if((s=_[i])&&16&s.__u){for(v=0,w=d.length;v<w;)
d[l=v+w>>1]<s.__i?v=l+1:w=l;d[v]=s.__i,p[i]=v+1}for(v=d.length;i--;)p[i]&&(p[i]==v?v--:_[i].__u|=4)}if(R)for(i=0;i<y;i++)
!(a=t[i])||2&a.__u||(a.__e==r&&(r=G(a)),it(a,a));return r}function Yt(e,n,t,r){var o,i,s,a;if(typeof e.type=="function"){
if(e.props.__P)return n;if(o=e.__k)for(i=0;i<o.length;i++)o[i]&&(o[i].__=e,n=Yt(o[i],n,t,!1));return n}for(n&&!n.parentNode&&
(n=G(e))&&!n.parentNode&&(n=null),s=e.__e,a=n;a&&a.nodeType==8;)a=a.nextSibling;for(s!=a&&(!r&&t.moveBefore&&s.parentNode?
t.moveBefore(s,n):t.insertBefore(s,n||null)),n=s;(n=n&&n.nextSibling)&&n.nodeType==8&&!n.data.startsWith("$s"););return n}function ys(e,n,t,r){var o,i=e.key,s=e.type,a=n[t],u=a&&!(2&a.__u);if(a===null&&i==null||u&&i==a.key&&s==a.type)return t;
if(r>(u?1:0)){for(o=t-1;o>=0;o--)if((a=n[o])&&!(2&a.__u)&&i==a.key&&s==a.type)return o;for(o=t+1;o<n.length;o++)if((a=n[o])&&
!(2&a.__u)&&i==a.key&&s==a.type)return o}return-1}function Ht(e,n,t){t==null&&(t=""),n[0]=="-"?e.setProperty(n,t):e[n]=t}
function Ee(e,n,t,r,o){var i,s;if(n=="style")if(typeof t=="string")e.style.cssText=t;else{if(typeof r=="string"&&(e.style.
cssText=r=""),r)for(n in r)t&&n in t||Ht(e.style,n);if(t)for(n in t)r&&t[n]==r[n]||Ht(e.style,n,t[n])}else if(n[0]=="o"&&
n[1]=="n")typeof t!="function"&&(t=null),typeof r!="function"&&(r=null),(e.__e||(e.__e={}))[n]=t,t&&r||(s=et[n]||(et[n]=
ws(n)),(e.__a||(e.__a={}))[n]=tt,i=n!=(n=n.replace(Gt,"$1")),(n=n.slice(2))[0]<"a"&&(n=n.toLowerCase()),t?e.addEventListener(
n,s,i):e.removeEventListener(n,s,i));else{if(o=="http://www.w3.org/2000/svg")n=n.replace(/xlink(H|:h)/,"h").replace(/sName$/,
"s");else if(n!="width"&&n!="height"&&n!="href"&&n!="list"&&n!="form"&&n!="tabIndex"&&n!="download"&&n!="rowSpan"&&n!="c\
olSpan"&&n!="role"&&n!="popover"&&n in e)try{return void(e[n]=t??"")}catch{}if(typeof t=="function")return;t==null||t===
!1&&n[4]!="-"?e.removeAttribute(n):e.setAttribute(n,n=="popover"&&t==1?"":t)}}function ws(e){return function(n){var t=this.
__e;if(t){if(t=t[e],n[xe]==null)n[xe]=tt++;else if(n[xe]<this.__a[e])return;return t(P.event?P.event(n):n)}}}function rt(e,n,t,r,o,i,s,a,u,h){
var d,p,w,l,y,R,v,k,_,B,E,Qe,Wt,De,Q,Lt,O,Z,j=n.type;if(n.constructor!==he)return null;128&t.__u&&(u=32&t.__u,d=t.__c.__z)&&
(n.__u|=u,p=i=[],d.nodeType==8?a=Te(d,i):i.push(d),a=i[0]||a),(d=P.__b)&&d(n);e:if(typeof j=="function"){w=s.length;try{
if(k=n.props,_=(d=j.prototype)&&d.render,B=(d=j.contextType)&&r[d.__c],E=d?B?B.props.value:d.__:r,(l=t.__c)?(n.__c=l,2&l.
__g&&(l.__g|=1)):(_?n.__c=l=new j(k,E):(n.__c=l=new Ce(k,E),l.constructor=j,l.render=vs),B&&B.sub(l),l.state||(l.state={}),
l.__n=r,l.__g|=8,l.__h=[],l.__k=[]),_&&(l.__s||(l.__s=l.state),j.getDerivedStateFromProps&&(l.__s==l.state&&(l.__s=te({},
l.__s)),te(l.__s,j.getDerivedStateFromProps(k,l.__s)))),y=l.props,R=l.state,l.__v=n,t.__c){if(k!==y&&_&&!j.getDerivedStateFromProps&&
l.componentWillReceiveProps&&l.componentWillReceiveProps(k,E),n.__v==t.__v&&!(8&l.__g)||!(4&l.__g)&&l.shouldComponentUpdate&&
l.shouldComponentUpdate(k,l.__s,E)===!1){n.__v!=t.__v&&(l.props=k,l.state=l.__s,l.__g&=-9),n.__e=t.__e,n.__k=t.__k,n.__k.
some(function(q){q&&(q.__=n)}),$e.push.apply(l.__h,l.__k),l.__k=[],l.__h.length&&s.push(l),a=G(t);break e}l.componentWillUpdate&&
l.componentWillUpdate(k,l.__s,E),_&&l.componentDidUpdate&&l.__h.push(function(){l.componentDidUpdate(y,R,v)})}else _&&!j.
getDerivedStateFromProps&&l.componentWillMount&&l.componentWillMount(),_&&l.componentDidMount&&l.__h.push(l.componentDidMount);
l.context=E,l.props=k,l.__P=e,l.__g&=-5,Qe=P.__r,Wt=_?25:0;do l.__g&=-9,Qe&&Qe(n),d=l.render(l.props,l.state=l.__s,l.context);while(8&
l.__g&&++Wt<25);_&&($e.push.apply(l.__h,l.__k),l.__k=[]),l.state=l.__s,l.getChildContext&&(r=te({},r,l.getChildContext())),
_&&t.__c&&l.getSnapshotBeforeUpdate&&(v=l.getSnapshotBeforeUpdate(y,R)),De=d&&d.type===U&&d.key==null?d.props.children:d,
k.__P&&(d=a,o=(e=k.__P).namespaceURI,u=i=null,t.props&&t.props.__P!=e&&(t.__k.some(function(q){q&&it(q,q)}),t.__k=null),
a=t.__k?G(t,0):null),a=Xt(e,nt(De)?De:[De],n,t,r,o,i,s,a,u,h),k.__P&&(n.__e=null,a=d),n.__u&=-161,p&&p.some(ee),l.__h.length&&
s.push(l),1&l.__g&&(l.__g&=-4)}catch(q){if(s.length=w,n.__v=null,u||i)if(q&&q.then){if(n.__u|=128|u,i){for(~(O=i.indexOf(
a||void 0))||(O=i.length);(Z=i[O-1])&&Z.nodeType==8;)O--;for(;O<i.length;O++)if(Z=i[O])if(i[O]=null,Q){if(Z==Lt)break}else{
if(Z.nodeType!=8)break;Z.data.startsWith("$s")&&(Lt=Te(Q=Z))}}if(!Q){for(;a&&a.nodeType==8&&a.nextSibling;)a=a.nextSibling;
Q=a}(d=Te(Q=n.__c.__z||(n.__c.__z=Q)))?(n.__e=Q,a=d):n.__e=a,a=a&&a.nextSibling}else i&&i.some(ee);else n.__e=t.__e;n.__k||
(n.__k=t.__k||[]),q&&q.then||Qt(n),P.__e(q,n,t)}}else a=n.__e=_s(t.__e,n,t,r,o,i,s,u,h,e);return(d=P.diffed)&&d(n),a}function Te(e,n){
if(e&&e.nodeType==8&&e.data.startsWith("$s"))for(var t=1;e=e.nextSibling;){if(e.nodeType==8){if(e.data.startsWith("$s"))
t++;else if(e.data.startsWith("/$s")&&!--t)return e}n&&n.push(e)}}function Qt(e){e&&(e.__c&&(e.__c.__g|=4),e.__k&&e.__k.
some(Qt))}function Zt(e,n,t){for(var r=0;r<t.length;)st(t[r++],t[r++],t[r++]);P.__c&&P.__c(n,e),e.some(function(o){try{e=
o.__h,o.__h=[],e.some(function(i){i.call(o)})}catch(i){P.__e(i,o.__v)}})}function _s(e,n,t,r,o,i,s,a,u,h){var d,p,w,l,y,
R,v,k,_=t.props||Me,B=n.props,E=n.type;if(E=="svg"?o="http://www.w3.org/2000/svg":E=="math"?o="http://www.w3.org/1998/Ma\
th/MathML":o||(o="http://www.w3.org/1999/xhtml"),i){for(d=0;d<i.length;d++)if((y=i[d])&&(E?y.localName==E:y.nodeType==3)){
e=y,i[d]=null;break}}if(!e){if(k=h.ownerDocument||document,!E)return k.createTextNode(B);e=k.createElementNS(o,E,B.is?B:
h),a&&(P.__m&&P.__m(n,i),a=!1),i=null}if(E){if(h=E=="template"&&e.content||e,i=E=="textarea"&&B.defaultValue!=null?null:
i&&zt.call(h.childNodes),!a&&i)for(_={},d=0;d<e.attributes.length;d++)_[(y=e.attributes[d]).name]=y.value;for(d in _)y=_[d],
d=="dangerouslySetInnerHTML"?w=y:d=="children"||d in B||d=="value"&&"defaultValue"in B||d=="checked"&&"defaultChecked"in
B||Ee(e,d,null,y,o);for(d in B)y=B[d],d=="children"?l=y:d=="dangerouslySetInnerHTML"?p=y:d=="value"?R=y:d=="checked"?v=y:
a&&typeof y!="function"||_[d]===y||Ee(e,d,y,_[d],o);p?(a||w&&(p.__html==w.__html||p.__html==e.innerHTML)||(e.innerHTML=p.
__html),n.__k=[]):(w&&(e.textContent=""),(E=="foreignObject"||o=="http://www.w3.org/1998/Math/MathML"&&bs.test(E))&&(o="\
http://www.w3.org/1999/xhtml"),Xt(h,nt(l)?l:[l],n,t,r,o,i,s,i?i[0]:t.__k&&G(t,0),a,u),i&&i.some(ee)),a&&E!="textarea"||(d=
"value",E=="progress"&&R==null?e.removeAttribute(d):R==null||R===e[d]&&(E!="progress"||R)||Ee(e,d,R,_[d],o),d="checked",
v!=null&&v!=e[d]&&Ee(e,d,v,_[d],o))}else _===B||a&&e.data==B||(e.data=B);return e}function st(e,n,t,r){try{typeof e=="fu\
nction"?n?n.__x=e(n)||1:r&&(r=r.__c||r.__e)&&(n=r.__x)&&(r.__x=null,typeof n=="function"?n():e(null)):e.current=n}catch(o){
P.__e(o,t)}}function it(e,n,t){var r,o,i,s;if(P.unmount&&P.unmount(e),!(r=e.ref)||r.current&&r.current!=e.__e||st(r,null,
n,e),r=e.__c){if(r.componentWillUnmount)try{r.componentWillUnmount()}catch(a){P.__e(a,n)}r.__P=r.__n=null}if(r=e.__k)for(s=
0;s<r.length;s++)r[s]&&it(r[s],n,typeof e.type!="function"||t&&!e.props.__P);!t&&(r=e.__c)&&(r=r.__z)&&(o=Te(r,i=[]))&&(r==
e.__e&&i.some(ee),ee(o),ee(r)),t||ee(e.__e),e.__e=e.__c=e.__=null}function vs(e,n,t){return this.constructor(e,t)}function en(e,n){
var t,r,o,i;P.__&&P.__(e,n),n.nodeType==9&&(n=n.documentElement),r=(t=e&&32&e.__u)?null:n.__k,n.__k=Se(U,{children:[e]}),
o=[],i=[],rt(n,n.__k,r||Me,Me,n.namespaceURI,r?null:n.firstChild?zt.call(n.childNodes):null,o,r?r.__e:n.firstChild,t,i),
Zt(o,n.__k,i),n.__k.props.children=null}P={__e:function(e,n,t,r){for(var o,i,s;n=n.__;)if((o=n.__c)&&!(1&o.__g)){o.__g|=4;try{if((s=(i=o.constructor)&&i.getDerivedStateFromError)&&
o.setState(i.getDerivedStateFromError(e)),o.componentDidCatch&&(o.componentDidCatch(e,r||{}),s=1),s&&8&o.__g)return void(o.
__g|=2)}catch(a){e=a}}throw Be=0,e}},Ot=0,fs=function(e){return e!=null&&e.constructor===he},Ce.prototype.setState=function(e,n){
var t=this.__s;t&&t!=this.state||(t=this.__s=te({},this.state)),typeof e=="function"&&(e=e(te({},t),this.props)),e&&(te(
t,e),this.__v&&(n&&this.__k.push(n),jt(this)))},Ce.prototype.forceUpdate=function(e){this.__v&&(this.__g|=4,e&&this.__h.
push(e),jt(this))},Ce.prototype.render=U,V=[],Be=0,Vt=function(e,n){return e.__v.__b-n.__v.__b},xe=Symbol(),Gt=/(PointerCapture)$|Capture$/i,
tt=0,et={},ps=0;var qe=class{#e=!1;#t=new AbortController;get offline(){return this.#e}set offline(n){this.#e=n,n&&(this.#t.abort(new TypeError(
"the offline switch is on")),this.#t=new AbortController),globalThis.dispatchEvent(new Event(n?"offline":"online"))}fetch=async(n,t={})=>{
if(this.#e)throw new TypeError("the offline switch is on");let r=[this.#t.signal,...t.signal?[t.signal]:[]];return fetch(
n,{...t,signal:AbortSignal.any(r)})}};var ie,S,ot,tn,at=Object.is,Ue=0,ln=[],ct=[],x=P,nn=x.__b,rn=x.__r,sn=x.diffed,on=x.__c,an=x.unmount,cn=x.__;function Ie(e,n){
x.__h&&x.__h(S,e,Ue||n),Ue=0;var t=S.__H||(S.__H={__:[],__h:[]});return e>=t.__.length&&t.__.push({}),t.__[e]}function D(e){
return Ue=1,dt(fn,e)}function dt(e,n,t){var r=Ie(ie++,2);if(r.t=e,!r.__c&&(r.__=[t?t(n):fn(void 0,n),function(i){var s=(r.
__N||r.__)[0],a=r.t(s,i);at(s,a)||(r.__N=[a,r.__[1]],r.__c.setState({}))}],r.__c=S,!S.__f)){S.__f=!0;var o=S.shouldComponentUpdate;
S.shouldComponentUpdate=function(i,s,a){var u=this.__H;if(!u)return!0;var h=!1,d=this.props!=i;if(u.__.some(function(w){
w.__N&&(h=!0,at(w.__[0],w.__N[0])||(d=!0))}),o){var p=o.call(this,i,s,a);return h?p||d:p}return!h||d}}return r.__}function C(e,n){
var t=Ie(ie++,3);!x.__s&&lt(t.__H,n)&&(t.__P=!0,t.__=e,t.u=n,S.__H.__h.push(t))}function hn(e,n){var t=Ie(ie++,4);!x.__s&&
lt(t.__H,n)&&(t.__P=!1,t.__=e,t.u=n,S.__h.push(t))}function ne(e){return Ue=5,Ps(function(){return{current:e}},[])}function Ps(e,n){var t=Ie(ie++,7);return lt(t.__H,n)&&(t.__=e(),t.__H=n),t.__}function ks(){var e;do{for(;e=ct.shift();)try{fe(e)}catch(t){x.__e(t,{__:(e=e.__P)&&e.__v})}for(;e=ln.shift();){var n=e.
__H;if(e.__P&&n)try{n.__h.some(fe),n.__h.some(ut),n.__h=[]}catch(t){n.__h=[],x.__e(t,e.__v)}}}while(ct.length)}x.__b=function(e){
S=null,nn&&nn(e)},x.__=function(e,n){e&&n.__k&&n.__k.__m&&(e.__m=n.__k.__m),cn&&cn(e,n)},x.__r=function(e){rn&&rn(e),ie=
0;var n=(S=e.__c).__H;n&&(ot==S?S.__h=[]:(n.__h.some(fe),n.__h.some(ut),ie=0),n.__h=[],n.__.some(function(t){t.__N&&(t.__=
t.__N),t.u=t.__N=void 0})),ot=S},x.diffed=function(e){sn&&sn(e);var n=e.__c;n&&n.__H&&(n.__H.__h.length&&dn(ln.push(n)),
n.__H.__.some(function(t){t.u&&(t.__H=t.u)})),ot=S=null},x.__c=function(e,n){n.some(function(t){try{t.__h.some(fe),t.__h=
t.__h.filter(function(r){return!r.__||ut(r)})}catch(r){t.__h=[function(){throw r}]}}),on&&on(e,n)},x.unmount=function(e){
an&&an(e);var n,t,r=e.__c;r&&r.__H&&(r.__H.__.some(function(o){try{if(o.__P&&o.__c){if(t===void 0){for(t=e.__;t&&(!t.__c||
!t.__c.__P);)t=t.__;t=t&&t.__c}o.__P=t,dn(ct.push(o))}else fe(o)}catch(i){n=i}}),r.__H=void 0,n&&x.__e(n,r.__v))};var un=typeof requestAnimationFrame==
"function";function Rs(e){var n,t=function(){clearTimeout(r),un&&cancelAnimationFrame(n),setTimeout(e)},r=setTimeout(t,35);
un&&(n=requestAnimationFrame(t))}function dn(e){e!=1&&tn==x.requestAnimationFrame||((tn=x.requestAnimationFrame)||Rs)(ks)}
function fe(e){var n=S,t=e.__c;typeof t=="function"&&(e.__c=void 0,t()),S=n}function ut(e){var n=S;e.__c=e.__(),S=n}function lt(e,n){
return!e||e.length!=n.length||n.some(function(t,r){return!at(t,e[r])})}function fn(e,n){return typeof n=="function"?n(e):
n}var T={Timeout:1,TransportClosed:2,Disconnected:3,ConnectionToken:5,Unsubscribed:7,SubscriptionToken:8,NotAccepted:10,Buffered:11,
Refused:12,State:13,SharingConflict:14},M=class extends Error{name="FanwireError";code;temporary;constructor(e,n,t=!1,r){
super(n,r===void 0?void 0:{cause:r}),this.code=e,this.temporary=t}},J=class extends Error{name="UnauthorizedError"};function ge(e){
return e instanceof Error?e.message:String(e)}function Ds(){let e=this.buf,n=this.pos,t=0,r=0;for(let i=0;i<28;i+=7){let s=e[n++];
if(t|=(s&127)<<i,(s&128)==0){this.pos=n,this.assertBounds(),this.varint64Lo=t,this.varint64Hi=r;return}}let o=e[n++];if(t|=
(o&15)<<28,r=(o&112)>>4,(o&128)==0){this.pos=n,this.assertBounds(),this.varint64Lo=t,this.varint64Hi=r;return}for(let i=3;i<=
31;i+=7){let s=e[n++];if(r|=(s&127)<<i,(s&128)==0){this.pos=n,this.assertBounds(),this.varint64Lo=t,this.varint64Hi=r;return}}
throw new Error("invalid varint")}var Ae=4294967296;function pn(e){let n=e[0]==="-";n&&(e=e.slice(1));let t=1e6,r=0,o=0;
function i(s,a){let u=Number(e.slice(s,a));o*=t,r=r*t+u,r>=Ae&&(o=o+(r/Ae|0),r=r%Ae)}return i(-24,-18),i(-18,-12),i(-12,
-6),i(-6),n?Cn(r,o):mt(r,o)}function Es(e,n){let t=mt(e,n),r=t.hi&2147483648;r&&(t=Cn(t.lo,t.hi));let o=Sn(t.lo,t.hi);return r?
"-"+o:o}function Sn(e,n){if({lo:e,hi:n}=xs(e,n),n<=2097151)return String(Ae*n+e);let t=e&16777215,r=(e>>>24|n<<8)&16777215,
o=n>>16&65535,i=t+r*6777216+o*6710656,s=r+o*8147497,a=o*2,u=1e7;return i>=u&&(s+=Math.floor(i/u),i%=u),s>=u&&(a+=Math.floor(
s/u),s%=u),a.toString()+bn(s)+bn(i)}function xs(e,n){return{lo:e>>>0,hi:n>>>0}}function mt(e,n){return{lo:e|0,hi:n|0}}function Cn(e,n){
return n=~n,e?e=~e+1:n+=1,mt(e,n)}var bn=e=>{let n=String(e);return"0000000".slice(n.length)+n};function Ss(){let e=this.
buf[this.pos++];if((e&128)===0)return this.assertBounds(),e;let n=e&127;if(e=this.buf[this.pos++],n|=(e&127)<<7,(e&128)===
0)return this.assertBounds(),n;if(e=this.buf[this.pos++],n|=(e&127)<<14,(e&128)===0)return this.assertBounds(),n;if(e=this.
buf[this.pos++],n|=(e&127)<<21,(e&128)===0)return this.assertBounds(),n;e=this.buf[this.pos++],n|=(e&15)<<28;for(let t=5;(e&
128)!==0&&t<10;t++)e=this.buf[this.pos++];if((e&128)!==0)throw new Error("invalid varint");return this.assertBounds(),n>>>
0}var F=Cs();function Cs(){let e=new DataView(new ArrayBuffer(8));if(typeof BigInt=="function"&&typeof e.getBigInt64=="f\
unction"&&typeof e.getBigUint64=="function"&&typeof e.setBigInt64=="function"&&typeof e.setBigUint64=="function"&&(globalThis.
Deno||globalThis.Bun||typeof process!="object"||typeof process.env!="object"||process.env.BUF_BIGINT_DISABLE!=="1")){let n=BigInt(
"-9223372036854775808"),t=BigInt("9223372036854775807"),r=BigInt("0"),o=BigInt("18446744073709551615");return{zero:BigInt(
0),supported:!0,parse(i){let s=typeof i=="bigint"?i:BigInt(i);if(s>t||s<n)throw new Error(`invalid int64: ${i}`);return s},
uParse(i){let s=typeof i=="bigint"?i:BigInt(i);if(s>o||s<r)throw new Error(`invalid uint64: ${i}`);return s},enc(i){return e.
setBigInt64(0,this.parse(i),!0),{lo:e.getInt32(0,!0),hi:e.getInt32(4,!0)}},uEnc(i){return e.setBigInt64(0,this.uParse(i),
!0),{lo:e.getInt32(0,!0),hi:e.getInt32(4,!0)}},dec(i,s){return e.setInt32(0,i,!0),e.setInt32(4,s,!0),e.getBigInt64(0,!0)},
uDec(i,s){return e.setInt32(0,i,!0),e.setInt32(4,s,!0),e.getBigUint64(0,!0)}}}return{zero:"0",supported:!1,parse(n){return typeof n!=
"string"&&(n=n.toString()),gn(n),n},uParse(n){return typeof n!="string"&&(n=n.toString()),mn(n),n},enc(n){return typeof n!=
"string"&&(n=n.toString()),gn(n),pn(n)},uEnc(n){return typeof n!="string"&&(n=n.toString()),mn(n),pn(n)},dec(n,t){return Es(
n,t)},uDec(n,t){return Sn(n,t)}}}function gn(e){if(!/^-?[0-9]+$/.test(e))throw new Error("invalid int64: "+e)}function mn(e){
if(!/^[0-9]+$/.test(e))throw new Error("invalid uint64: "+e)}var bt;function Ts(e){var n;bt=Object.assign(Object.assign(
{},e),{encodeUtf8Into:(n=e.encodeUtf8Into)!==null&&n!==void 0?n:Bn(e.encodeUtf8.bind(e))})}function Tn(){if(!bt){let e=globalThis;
if(!e.TextEncoder||!e.TextDecoder)throw new Error("encoding API missing: install TextEncoder and TextDecoder on globalTh\
is");let n=new e.TextEncoder,t=new e.TextDecoder("utf-8",{ignoreBOM:!0}),r,o={encodeUtf8(s){return n.encode(s)},decodeUtf8(s,a){
return a?(r||(r=new e.TextDecoder("utf-8",{fatal:!0,ignoreBOM:!0})),r.decode(s)):t.decode(s)},checkUtf8(s){try{return encodeURIComponent(
s),!0}catch{return!1}}};n.encodeInto&&(o.encodeUtf8Into=n.encodeInto.bind(n));let i=String.prototype.isWellFormed;i&&(o.
checkUtf8=s=>i.call(s)),Ts(o)}return bt}function Bn(e){return(n,t)=>{let r=e(n);return t.set(r),{written:r.byteLength}}}
var z;(function(e){e[e.Varint=0]="Varint",e[e.Bit64=1]="Bit64",e[e.LengthDelimited=2]="LengthDelimited",e[e.StartGroup=3]=
"StartGroup",e[e.EndGroup=4]="EndGroup",e[e.Bit32=5]="Bit32"})(z||(z={}));var Bs=4294967295,Ms=2147483647,$s=-2147483648,
m=class{constructor(e){this.stackPos=[],this.encodeUtf8Into=e?Bn(e):Tn().encodeUtf8Into,this.buffer=Mn,this.viewCache=Us,
this.pos=0}ensureCapacity(e){let n=this.pos+e;if(n>this.buffer.length){let t=this.buffer.length||qs;for(;t<n;)t*=2;let r=new Uint8Array(
t);this.pos>0&&r.set(this.buffer),this.buffer=r}}view(){let e=this.buffer,n=this.viewCache;if(n.byteLength===e.byteLength)
return n;let t=new DataView(e.buffer);return this.viewCache=t,t}finish(){let e=this.buffer.slice(0,this.pos);return this.
pos=0,this.stackPos=[],e}fork(){return this.stackPos.push(this.pos),this.ensureCapacity(pe),this.buffer[this.pos++]=0,this}join(){
let e=this.stackPos.pop();if(e===void 0)throw new Error("invalid state, fork stack empty");let n=this.pos-e-pe,t=ht(n);return t>
pe&&(this.ensureCapacity(t-pe),this.buffer.copyWithin(e+t,e+pe,this.pos)),this.pos=e,this.uint32(n),this.pos+=n,this}tag(e,n){
return this.uint32((e<<3|n)>>>0)}raw(e){return this.ensureCapacity(e.length),this.buffer.set(e,this.pos),this.pos+=e.length,
this}uint32(e){if(yn(e),this.ensureCapacity(5),e<128)return this.buffer[this.pos++]=e,this;for(;e>127;)this.buffer[this.
pos++]=e&127|128,e>>>=7;return this.buffer[this.pos++]=e,this}int32(e){if(ft(e),e>=0)return this.uint32(e);this.ensureCapacity(
10);for(let n=0;n<9;n++)this.buffer[this.pos++]=e&127|128,e>>=7;return this.buffer[this.pos++]=1,this}bool(e){return this.
ensureCapacity(1),this.buffer[this.pos++]=e?1:0,this}bytes(e){return this.uint32(e.byteLength),this.raw(e)}string(e){typeof e!=
"string"&&(e=String(e));let n=e.length;if(n<=$n){this.ensureCapacity(n+1);let a=this.buffer,u=this.pos;a[u++]=n;let h=0;
for(;h<n;h++){let d=e.charCodeAt(h);if(d>127)break;a[u++]=d}if(h==n)return this.pos=u,this}this.ensureCapacity(n*3+5);let t=ht(
n),r=this.buffer,o=this.pos,{written:i}=this.encodeUtf8Into(e,r.subarray(o+t)),s=ht(i);return s!=t&&r.copyWithin(o+s,o+t,
o+t+i),this.uint32(i),this.pos+=i,this}float(e){return Is(e),this.ensureCapacity(4),this.view().setFloat32(this.pos,e,!0),
this.pos+=4,this}double(e){return this.ensureCapacity(8),this.view().setFloat64(this.pos,e,!0),this.pos+=8,this}fixed32(e){
return yn(e),this.ensureCapacity(4),this.view().setUint32(this.pos,e,!0),this.pos+=4,this}sfixed32(e){return ft(e),this.
ensureCapacity(4),this.view().setInt32(this.pos,e,!0),this.pos+=4,this}sint32(e){return ft(e),this.uint32((e<<1^e>>31)>>>
0)}sfixed64(e){let n=F.enc(e);this.ensureCapacity(8);let t=this.view();return t.setInt32(this.pos,n.lo,!0),t.setInt32(this.
pos+4,n.hi,!0),this.pos+=8,this}fixed64(e){let n=F.uEnc(e);this.ensureCapacity(8);let t=this.view();return t.setInt32(this.
pos,n.lo,!0),t.setInt32(this.pos+4,n.hi,!0),this.pos+=8,this}int64(e){let n=F.enc(e);return this.writeVarint64(n.lo,n.hi)}sint64(e){
let n=F.enc(e),t=n.hi>>31,r=n.lo<<1^t,o=(n.hi<<1|n.lo>>>31)^t;return this.writeVarint64(r,o)}uint64(e){let n=F.uEnc(e);return this.
writeVarint64(n.lo,n.hi)}writeVarint64(e,n){this.ensureCapacity(10);let t=this.buffer,r=this.pos;for(let s=0;s<28;s=s+7){
let a=e>>>s,u=!(!(a>>>7)&&n==0);if(t[r++]=(u?a|128:a)&255,!u)return this.pos=r,this}let o=e>>>28&15|(n&7)<<4,i=n>>3!=0;if(t[r++]=
(i?o|128:o)&255,!i)return this.pos=r,this;for(let s=3;s<31;s=s+7){let a=n>>>s,u=!!(a>>>7);if(t[r++]=(u?a|128:a)&255,!u)return this.
pos=r,this}return t[r++]=n>>>31&1,this.pos=r,this}},qs=128,pe=1,Mn=new Uint8Array(0),Us=new DataView(Mn.buffer),$n=32;function ht(e){
return e<128?1:e<16384?2:e<2097152?3:e<268435456?4:5}var b=class{constructor(e,n=Tn().decodeUtf8){this.decodeUtf8=n,this.
varint64Lo=0,this.varint64Hi=0,this.varint64=Ds,this.uint32=Ss,this.buf=e,this.len=e.length,this.pos=0,this.view=new DataView(
e.buffer,e.byteOffset,e.byteLength)}tag(){let e=this.pos,n=this.uint32(),t=this.pos-e;if(t>5||t==5&&this.buf[this.pos-1]>
15)throw new Error("illegal tag: varint overflows uint32");let r=n>>>3,o=n&7;if(r<=0||o>5)throw new Error("illegal tag: \
field no "+r+" wire type "+o);return[r,o]}skip(e,n,t=100){let r=this.pos;switch(e){case z.Varint:for(;this.buf[this.pos++]&
128;);break;case z.Bit64:this.pos+=4;case z.Bit32:this.pos+=4;break;case z.LengthDelimited:let o=this.uint32();this.pos+=
o;break;case z.StartGroup:if(t<=0)throw new Error("maximum recursion depth reached");for(;;){let[i,s]=this.tag();if(s===
z.EndGroup){if(n!==void 0&&i!==n)throw new Error("invalid end group tag");break}this.skip(s,i,t-1)}break;default:throw new Error(
"cant skip wire type "+e)}return this.assertBounds(),this.buf.subarray(r,this.pos)}assertBounds(){if(this.pos>this.len)throw new RangeError(
"premature EOF")}int32(){return this.uint32()|0}sint32(){let e=this.uint32();return e>>>1^-(e&1)}int64(){return this.varint64(),
F.dec(this.varint64Lo,this.varint64Hi)}uint64(){return this.varint64(),F.uDec(this.varint64Lo,this.varint64Hi)}sint64(){
this.varint64();let e=this.varint64Lo,n=this.varint64Hi,t=-(e&1);return e=(e>>>1|(n&1)<<31)^t,n=n>>>1^t,F.dec(e,n)}bool(){
let e=this.buf[this.pos];return e<128?(this.pos++,e!==0):(this.varint64(),this.varint64Lo!==0||this.varint64Hi!==0)}fixed32(){
return this.view.getUint32((this.pos+=4)-4,!0)}sfixed32(){return this.view.getInt32((this.pos+=4)-4,!0)}fixed64(){return F.
uDec(this.sfixed32(),this.sfixed32())}sfixed64(){return F.dec(this.sfixed32(),this.sfixed32())}float(){return this.view.
getFloat32((this.pos+=4)-4,!0)}double(){return this.view.getFloat64((this.pos+=8)-8,!0)}bytes(){let e=this.uint32(),n=this.
pos;return this.pos+=e,this.assertBounds(),this.buf.subarray(n,n+e)}string(e){let n=this.uint32(),t=this.pos;this.pos+=n,
this.assertBounds();let r=this.buf;if(n<=$n){let o=new Array(n);for(let i=0;i<n;i++){let s=r[t+i];if(s>127)return this.decodeUtf8(
r.subarray(t,this.pos),e);o[i]=s}return String.fromCharCode.apply(String,o)}return this.decodeUtf8(r.subarray(t,this.pos),
e)}};function ft(e){if(typeof e=="string")e=Number(e);else if(typeof e!="number")throw new Error("invalid int32: "+typeof e);
if(!Number.isInteger(e)||e>Ms||e<$s)throw new Error("invalid int32: "+e)}function yn(e){if(typeof e=="string")e=Number(e);else if(typeof e!=
"number")throw new Error("invalid uint32: "+typeof e);if(!Number.isInteger(e)||e>Bs||e<0)throw new Error("invalid uint32\
: "+e)}function Is(e){if(typeof e=="string"){let n=e;if(e=Number(e),Number.isNaN(e)&&n!=="NaN")throw new Error("invalid \
float32: "+n)}else if(typeof e!="number")throw new Error("invalid float32: "+typeof e);if(!Number.isFinite(Math.fround(e))&&
Number.isFinite(e))throw new Error("invalid float32: "+e)}var qn=(e=>(e[e.UNSPECIFIED=0]="UNSPECIFIED",e[e.NOT_REQUESTED=
1]="NOT_REQUESTED",e[e.RECOVERED=2]="RECOVERED",e[e.EPOCH_CHANGED=3]="EPOCH_CHANGED",e[e.TRIMMED=4]="TRIMMED",e[e.LIMIT_EXCEEDED=
5]="LIMIT_EXCEEDED",e[e.INVALID_POSITION=6]="INVALID_POSITION",e[e.HISTORY_OFF=7]="HISTORY_OFF",e))(qn||{});function As(){
return{code:0,message:"",temporary:!1}}var Un={encode(e,n=new m){throw new Error("encode not generated for PbError")},decode(e,n){
let t=e instanceof b?e:new b(e),r=t.__tsProtoDecodeDepth??0;if(r>=100)throw new globalThis.Error("protobuf decode recurs\
ion limit exceeded");t.__tsProtoDecodeDepth=r+1;try{let o=n===void 0?t.len:t.pos+n,i=As();for(;t.pos<o;){let s=t.uint32();
switch(s>>>3){case 1:{if(s!==8)break;i.code=t.uint32();continue}case 2:{if(s!==18)break;i.message=t.string();continue}case 3:{
if(s!==24)break;i.temporary=t.bool();continue}}if((s&7)===4||s===0)break;t.skip(s&7)}return i}finally{t.__tsProtoDecodeDepth=
r}}};function Ns(){return{user:"",client:"",connInfo:new Uint8Array(0),chanInfo:new Uint8Array(0)}}var Le={encode(e,n=new m){
throw new Error("encode not generated for PbClientInfo")},decode(e,n){let t=e instanceof b?e:new b(e),r=t.__tsProtoDecodeDepth??
0;if(r>=100)throw new globalThis.Error("protobuf decode recursion limit exceeded");t.__tsProtoDecodeDepth=r+1;try{let o=n===
void 0?t.len:t.pos+n,i=Ns();for(;t.pos<o;){let s=t.uint32();switch(s>>>3){case 1:{if(s!==10)break;i.user=t.string();continue}case 2:{
if(s!==18)break;i.client=t.string();continue}case 3:{if(s!==26)break;i.connInfo=t.bytes();continue}case 4:{if(s!==34)break;
i.chanInfo=t.bytes();continue}}if((s&7)===4||s===0)break;t.skip(s&7)}return i}finally{t.__tsProtoDecodeDepth=r}}};function Fs(){
return{data:new Uint8Array(0),info:void 0,offset:0n,tags:new Map,delta:!1,time:0n,channel:"",key:"",removed:!1,score:0n,
epoch:"",version:0n}}var yt={encode(e,n=new m){throw new Error("encode not generated for PbPublication")},decode(e,n){let t=e instanceof
b?e:new b(e),r=t.__tsProtoDecodeDepth??0;if(r>=100)throw new globalThis.Error("protobuf decode recursion limit exceeded");
t.__tsProtoDecodeDepth=r+1;try{let o=n===void 0?t.len:t.pos+n,i=Fs();for(;t.pos<o;){let s=t.uint32();switch(s>>>3){case 4:{
if(s!==34)break;i.data=t.bytes();continue}case 5:{if(s!==42)break;i.info=Le.decode(t,t.uint32());continue}case 6:{if(s!==
48)break;i.offset=t.uint64();continue}case 7:{if(s!==58)break;let a=Ls.decode(t,t.uint32());a.value!==void 0&&i.tags.set(
a.key,a.value);continue}case 8:{if(s!==64)break;i.delta=t.bool();continue}case 9:{if(s!==72)break;i.time=t.int64();continue}case 10:{
if(s!==82)break;i.channel=t.string();continue}case 11:{if(s!==90)break;i.key=t.string();continue}case 12:{if(s!==96)break;
i.removed=t.bool();continue}case 13:{if(s!==104)break;i.score=t.sint64();continue}case 14:{if(s!==114)break;i.epoch=t.string();
continue}case 16:{if(s!==128)break;i.version=t.uint64();continue}}if((s&7)===4||s===0)break;t.skip(s&7)}return i}finally{
t.__tsProtoDecodeDepth=r}}};function Ws(){return{key:"",value:""}}var Ls={encode(e,n=new m){throw new Error("encode not \
generated for PbPublication_TagsEntry")},decode(e,n){let t=e instanceof b?e:new b(e),r=t.__tsProtoDecodeDepth??0;if(r>=100)
throw new globalThis.Error("protobuf decode recursion limit exceeded");t.__tsProtoDecodeDepth=r+1;try{let o=n===void 0?t.
len:t.pos+n,i=Ws();for(;t.pos<o;){let s=t.uint32();switch(s>>>3){case 1:{if(s!==10)break;i.key=t.string();continue}case 2:{
if(s!==18)break;i.value=t.string();continue}}if((s&7)===4||s===0)break;t.skip(s&7)}return i}finally{t.__tsProtoDecodeDepth=
r}}};function js(){return{offset:0n,epoch:""}}var In={encode(e,n=new m){if(e.offset!==0n){if(BigInt.asUintN(64,e.offset)!==
e.offset)throw new globalThis.Error("value provided for field message.offset of type uint64 too large");n.uint32(8).uint64(
e.offset)}return e.epoch!==""&&n.uint32(18).string(e.epoch),n},decode(e,n){let t=e instanceof b?e:new b(e),r=t.__tsProtoDecodeDepth??
0;if(r>=100)throw new globalThis.Error("protobuf decode recursion limit exceeded");t.__tsProtoDecodeDepth=r+1;try{let o=n===
void 0?t.len:t.pos+n,i=js();for(;t.pos<o;){let s=t.uint32();switch(s>>>3){case 1:{if(s!==8)break;i.offset=t.uint64();continue}case 2:{
if(s!==18)break;i.epoch=t.string();continue}}if((s&7)===4||s===0)break;t.skip(s&7)}return i}finally{t.__tsProtoDecodeDepth=
r}}},An={encode(e,n=new m){e.op!==""&&n.uint32(10).string(e.op),e.key!==""&&n.uint32(18).string(e.key),e.cmp!==""&&n.uint32(
26).string(e.cmp),e.val!==""&&n.uint32(34).string(e.val);for(let t of e.vals)n.uint32(42).string(t);for(let t of e.nodes)
An.encode(t,n.uint32(50).fork()).join();return n},decode(e,n){throw new Error("decode not generated for PbFilterNode")}};
function wt({code:e,message:n,temporary:t}){return new M(e,n,t)}function _t(e,n){let{data:t,offset:r,time:o,tags:i,info:s,
version:a}=n;return{channel:n.channel||e,data:t,offset:r,time:Number(o),tags:i,info:s,version:a}}function Hs(e){return e??
{user:"",client:"",connInfo:new Uint8Array,chanInfo:new Uint8Array}}function Ne({recovery:e,recovered:n,wasRecovering:t}){
return e===0&&n?"RECOVERED":e===0&&!t?"NOT_REQUESTED":qn[e]??"UNSPECIFIED"}function Nn(e,n){let{epoch:t,offset:r,recoverable:o,
positioned:i,wasRecovering:s,data:a}=n,u=Ne(n);return{channel:e,position:t===""?void 0:{epoch:t,offset:r},recoverable:o,
positioned:i,wasRecovering:s,recovered:u==="RECOVERED",outcome:u,data:a}}function Fn(e,n,t){if(t.$case==="join"||t.$case===
"leave")e.emit(t.$case,{channel:n,info:Hs(t.value.info)});else if(t.$case==="gap"){let{from:r,to:o,epoch:i,count:s}=t.value;
e.emit("gap",{channel:n,from:r,to:o,epoch:i,count:s})}}var Wn=new Uint8Array;function je(e){return e===void 0?Wn:e instanceof
Uint8Array?e:new TextEncoder().encode(typeof e=="string"?e:JSON.stringify(e))}function He(e){return new TextDecoder().decode(
e)}function me(e){return JSON.parse(He(e))}var Os=class{constructor(e){this.call=e}call;async publish(e,n,t={}){let r={channel:e,
data:je(n),idempotencyKey:t.idempotencyKey??""};return this.#e({$case:"publish",value:r},"publish")}async history(e,n={}){
let{limit:t=0,since:r,reverse:o=!1}=n,i=await this.#e({$case:"history",value:{channel:e,limit:t,since:r,reverse:o}},"his\
tory");return{publications:i.publications.map(s=>_t(e,s)),position:{offset:i.offset,epoch:i.epoch},truncated:i.truncated}}async presence(e){
let{presence:n,truncated:t}=await this.#e({$case:"presence",value:{channel:e}},"presence");return{clients:n,truncated:t}}async presenceStats(e){
let{numClients:n,numUsers:t}=await this.#e({$case:"presenceStats",value:{channel:e}},"presenceStats");return{clients:n,users:t}}async#e(e,n){
let t=await this.call(e);if(t.$case!==n)throw new TypeError(`${n} was answered with ${t.$case}`);return t.value}},W={connectCalled:0,
transportClosed:1,noPing:2,subscribeTimeout:3},Fe={disconnectCalled:0,unauthorized:1,refused:2},wn={subscribeCalled:0,transportClosed:1,
stateStale:2},pt={unsubscribeCalled:0,unauthorized:1,clientClosed:2},Ln=109,Vs=2501,_n=2502,Gs=3005,zs=3014;function Js(e){
return!(e>=3500&&e<4e3||e>=4500&&e<5e3)}function Ks(e){return e===Gs||e===zs}function jn(e){return e>=2500}var vt=class{constructor(e,n){
this.min=e,this.max=n}min;max;#e=0;next(){let e=Math.min(this.max,this.min*2**this.#e);return e<this.max&&this.#e++,Math.
random()*e}reset(){this.#e=0}},Pt="0.1.0";function Xs(e,n,t,r){return{token:n,data:je(e.data),subs:r,name:e.name??"js",version:e.
version??Pt,headers:new Map(Object.entries(e.headers??{})),flag:0n,previousSession:t,gapSupport:!0}}function Hn(e,n,t,r){
return{channel:e,token:t,recover:r!==void 0,epoch:r?.epoch??"",offset:r?.offset??0n,data:je(n.data),positioned:n.positioned??
!1,recoverable:n.recoverable??!1,joinLeave:n.joinLeave??!1,delta:"",tf:n.tagsFilter&&On(n.tagsFilter),flag:0n,type:0}}function Ys(e){
return{...Hn("",{},"",e),data:Wn}}function On(e){return{op:e.op??"",key:e.key??"",cmp:e.cmp??"",val:e.val??"",vals:e.vals??
[],nodes:(e.nodes??[]).map(On)}}var Qs=class{#e=new Map;#t=1;add(e,n,t){let r=++this.#t,o=()=>this.fail([r],new M(T.Timeout,
`no answer to ${e.$case}`,!0));return this.#e.set(r,{answer:t,timer:setTimeout(o,n)}),r}settle({id:e,result:n}){let t=this.#n(
e);!t||!n||t(n.$case==="error"?{error:wt(n.value)}:{result:n})}fail(e,n){for(let t of e)this.#n(t)?.({error:n})}failAll(e){
this.fail([...this.#e.keys()],e),this.#t=1}#n(e){let n=this.#e.get(e);return clearTimeout(n?.timer),this.#e.delete(e),n?.
answer}},be=class{#e;get active(){return this.#e!==void 0}set(e,n){this.clear();let t=Math.min(e,2147483647);this.#e=setTimeout(
()=>{this.#e=void 0,e>t?this.set(e-t,n):n()},t)}clear(){clearTimeout(this.#e),this.#e=void 0}};function Vn(e){return e*1e3*
(.8+.1*Math.random())}var Gn=class{constructor(e,n,t){this.getToken=n,this.context=t,this.#e=e??""}getToken;context;#e;#t;get renewable(){
return this.getToken!==void 0}current(e){return this.getToken?this.#e!==""&&Zs(this.#e)>e?this.#e:void 0:this.#e}fetch(){
return this.#t??=this.#n().finally(()=>this.#t=void 0),this.#t}drop(){this.getToken&&(this.#e="")}replace(e){this.#e=e}async#n(){
let e=await this.getToken(this.context);if(typeof e!="string")throw new J("getToken gave no token: it must give a string\
, or throw UnauthorizedError");return this.#e=e}};function Zs(e){let n=zn(e).exp;return typeof n=="number"?n*1e3:1/0}function ei(e){
let{sub:n}=zn(e);return typeof n=="string"?n:e}function zn(e){try{let n=e.split(".")[1].replace(/-/g,"+").replace(/_/g,"\
/"),t=Uint8Array.from(atob(n),r=>r.charCodeAt(0));return JSON.parse(new TextDecoder().decode(t))}catch{return{}}}var ti=5e3,
ni=class{constructor(e,n,t,r){this.options=e,this.openSession=n,this.timing=t,this.events=r,this.timeout=e.timeout??1e4,
this.#e=this.backoff(),this.#n=new Gn(e.token,e.getToken,void 0)}options;openSession;timing;events;timeout;#e;#t=new Qs;#n;#r=new be;#a=new be;#o=()=>this.#k();#s="\
disconnected";#i=0;#u;#c="";#d=0;#l=0;#h=!1;get state(){return this.#s}get now(){return Date.now()+this.#l}backoff(){return new vt(
this.timing.minDelay,this.timing.maxDelay)}start(){this.#s==="disconnected"&&(globalThis.addEventListener?.("online",this.#o),
this.#s="connecting",this.events.connecting({code:W.connectCalled,reason:"connect called"}),this.#s==="connecting"&&!this.#u&&
this.#f())}stop(e,n){this.#s!=="disconnected"&&(globalThis.removeEventListener?.("online",this.#o),this.#b(n),this.#r.clear(),
this.#e.reset(),this.#c="",this.#s="disconnected",this.events.disconnected({code:e,reason:n}))}request(e,n){if(this.#s!==
"connected"||!this.#u)return n({error:new M(T.Disconnected,"not connected",!0)});let t=this.#t.add(e,this.timeout,n);this.#u.
send({id:t,request:e})}reconnect(e,n){this.#u&&this.#p({code:e,reason:n,reconnect:!0,afterMs:0})}#f(){this.#r.clear();let e=++this.#i,
n=this.#n.current(this.now);if(n!==void 0)return this.#g(e,n);this.#n.fetch().then(t=>{e===this.#i&&this.#g(e,t)},t=>{if(e===
this.#i){if(t instanceof J)return this.stop(Fe.unauthorized,t.message);this.events.error(vn(t)),e===this.#i&&this.#r.set(
this.#e.next(),()=>this.#f())}})}#g(e,n){let t=Xs(this.options,n,this.#c,this.events.subs()),r=()=>e===this.#i;this.#u=this.
openSession(n)(t,{reply:o=>r()&&this.#y(o),end:o=>r()&&this.#p(o),error:(o,i)=>{r()&&(this.#t.fail(i,o),r()&&this.events.
error(o))},token:o=>this.#n.replace(o)})}#y(e){let{id:n,result:t}=e;if(this.#s==="connecting")t?.$case==="connect"?this.#w(
t.value):t?.$case==="error"&&this.#m(wt(t.value));else if(n>0)this.#t.settle(e);else if(t?.$case==="push"&&t.value.event){
let{channel:r,event:o}=t.value;o.$case==="refresh"&&r===""?this.#_(o.value):this.events.push(r,o)}}#w(e){this.#s="connec\
ted",this.#c=e.session,this.#d=Date.now(),this.#h=!1,e.time>0n&&(this.#l=Number(e.time)-Date.now()),this.#_(e),this.events.
connected(e)}#m(e){let{code:n,message:t}=e,r=n===Ln&&this.#n.renewable;if(!r&&!e.temporary)return this.#b(t),this.stop(n,
t);let o=r&&!this.#h;r&&this.#n.drop(),this.#h=r,this.#p({code:n,reason:t,reconnect:!0,afterMs:o?1:0,cause:n})}#p(e){let{
code:n,reason:t,reconnect:r,afterMs:o,cause:i=T.TransportClosed}=e;if(this.#b(t),Ks(n)&&this.#n.drop(),!r)return this.stop(
n,t);let s=this.#i;this.#s==="connected"?(Date.now()-this.#d>ti&&this.#e.reset(),this.#s="connecting",this.events.connecting(
{code:n,reason:t})):this.events.error(new M(i,t,!0)),s===this.#i&&this.#r.set(o||this.#e.next(),()=>this.#f())}#b(e){this.#i++,
this.#u?.close(),this.#u=void 0,this.#a.clear(),this.#t.failAll(new M(T.TransportClosed,`connection lost: ${e}`,!0))}#_({
expires:e,ttl:n}){this.#a.clear(),e&&this.#n.renewable&&this.#a.set(Vn(n),()=>this.#D())}#D(){let e=this.#i,n=t=>{this.events.
error(t),e===this.#i&&this.#a.set(this.#e.next(),()=>this.#D())};this.#n.fetch().then(t=>{e===this.#i&&this.request({$case:"\
refresh",value:{token:t}},r=>{if(e===this.#i){if("error"in r)return r.error.temporary?n(r.error):this.stop(r.error.code,
r.error.message);r.result.$case==="refresh"&&this.#_(r.result.value)}})},t=>{if(e===this.#i){if(t instanceof J)return this.
stop(Fe.unauthorized,t.message);n(vn(t))}})}#k(){this.#s==="connecting"&&(this.#e.reset(),this.#b("online again"),this.#f())}};
function vn(e){return new M(T.ConnectionToken,`getToken failed: ${ge(e)}`,!0,e)}var Jn=class{#e=new Map;on(e,n){let t=this.#e.
get(e);return t||this.#e.set(e,t=new Set),t.add(n),()=>{t.delete(n)}}emit(e,n){for(let t of[...this.#e.get(e)??[]])try{t(
n)}catch(r){setTimeout(()=>{throw r})}}},We=class{#e;#t=0n;constructor(e){this.#e=e&&{...e}}get since(){return this.#e}forget(){
this.#e=void 0}subscribed(e){let{epoch:n,offset:t,publications:r}=e,o=this.#e;if(Ne(e)==="RECOVERED"&&o){this.#t=o.offset;
let i=o.epoch===""&&r.length===0;this.#e={epoch:n,offset:i?t:o.offset}}else this.#t=0n,this.#e=n===""?void 0:{epoch:n,offset:t}}take({
offset:e}){return e===0n||!this.#e?!0:e<=this.#t?!1:(this.moveTo({offset:e,epoch:this.#e.epoch}),!0)}moveTo({offset:e,epoch:n}){
this.#t=e,this.#e={offset:e,epoch:n}}skip({to:e,epoch:n}){e>0n&&this.moveTo({offset:e,epoch:n})}},ri=class{constructor(e){
this.emitter=e}emitter;#e=new Map;requests(){let e=new Map;for(let[n,{position:t,recoverable:r}]of this.#e)r&&t.since&&e.
set(n,Ys(t.since));return e}connected({subs:e,subErrors:n}){for(let t of[...this.#e.keys()]){if(e.has(t))continue;let r=n.
get(t),{code:o,message:i}=r?wt(r):{code:2e3,message:"no longer subscribed by the server"};this.#r(t,o,i)}for(let[t,r]of e)
this.#t(t,r)}suspend(e,n){for(let t of this.#e.keys())this.emitter.emit("subscribing",{channel:t,code:e,reason:n})}push(e,n){
if(n.$case==="subscribe")return this.#n(e,n.value);let t=this.#e.get(e);if(t){switch(n.$case){case"unsubscribe":return this.#r(
e,n.value.code,n.value.reason);case"pub":t.position.take(n.value)&&this.emitter.emit("publication",_t(e,n.value));return;case"\
position":return t.position.moveTo(n.value);case"gap":t.position.skip(n.value)}Fn(this.emitter,e,n)}}#t(e,n){let t=this.#e.
get(e)??{position:new We,recoverable:!1};t.recoverable=n.recoverable,t.position.subscribed(n),this.#e.set(e,t),this.emitter.
emit("subscribed",Nn(e,n));for(let r of n.publications)this.push(e,{$case:"pub",value:r})}#n(e,{recoverable:n,positioned:t,
epoch:r,offset:o,data:i}){let s=r===""?void 0:{epoch:r,offset:o};this.#e.set(e,{position:new We(s),recoverable:n}),this.
emitter.emit("subscribed",{channel:e,position:s,recoverable:n,positioned:t,data:i,wasRecovering:!1,recovered:!1,outcome:"\
NOT_REQUESTED"})}#r(e,n,t){jn(n)||this.#e.delete(e),this.emitter.emit("unsubscribed",{channel:e,code:n,reason:t})}},Kn={
encode(e,n=new m){if(e.token!==""&&n.uint32(10).string(e.token),e.data.length!==0&&n.uint32(18).bytes(e.data),e.subs.forEach(
(t,r)=>{si.encode({key:r,value:t},n.uint32(26).fork()).join()}),e.name!==""&&n.uint32(34).string(e.name),e.version!==""&&
n.uint32(42).string(e.version),e.headers.forEach((t,r)=>{ii.encode({key:r,value:t},n.uint32(50).fork()).join()}),e.flag!==
0n){if(BigInt.asIntN(64,e.flag)!==e.flag)throw new globalThis.Error("value provided for field message.flag of type int64\
 too large");n.uint32(56).int64(e.flag)}return e.previousSession!==""&&n.uint32(802).string(e.previousSession),e.gapSupport!==
!1&&n.uint32(808).bool(e.gapSupport),n},decode(e,n){throw new Error("decode not generated for PbConnectRequest")}},si={encode(e,n=new m){
return e.key!==""&&n.uint32(10).string(e.key),e.value!==void 0&&Xn.encode(e.value,n.uint32(18).fork()).join(),n},decode(e,n){
throw new Error("decode not generated for PbConnectRequest_SubsEntry")}},ii={encode(e,n=new m){return e.key!==""&&n.uint32(
10).string(e.key),e.value!==""&&n.uint32(18).string(e.value),n},decode(e,n){throw new Error("decode not generated for Pb\
ConnectRequest_HeadersEntry")}};function oi(){return{client:"",version:"",expires:!1,ttl:0,data:new Uint8Array(0),subs:new Map,
ping:0,pong:!1,session:"",node:"",time:0n,flag:0n,subErrors:new Map}}var ai={encode(e,n=new m){throw new Error("encode n\
ot generated for PbConnectResult")},decode(e,n){let t=e instanceof b?e:new b(e),r=t.__tsProtoDecodeDepth??0;if(r>=100)throw new globalThis.
Error("protobuf decode recursion limit exceeded");t.__tsProtoDecodeDepth=r+1;try{let o=n===void 0?t.len:t.pos+n,i=oi();for(;t.
pos<o;){let s=t.uint32();switch(s>>>3){case 1:{if(s!==10)break;i.client=t.string();continue}case 2:{if(s!==18)break;i.version=
t.string();continue}case 3:{if(s!==24)break;i.expires=t.bool();continue}case 4:{if(s!==32)break;i.ttl=t.uint32();continue}case 5:{
if(s!==42)break;i.data=t.bytes();continue}case 6:{if(s!==50)break;let a=ui.decode(t,t.uint32());a.value!==void 0&&i.subs.
set(a.key,a.value);continue}case 7:{if(s!==56)break;i.ping=t.uint32();continue}case 8:{if(s!==64)break;i.pong=t.bool();continue}case 9:{
if(s!==74)break;i.session=t.string();continue}case 10:{if(s!==82)break;i.node=t.string();continue}case 11:{if(s!==88)break;
i.time=t.int64();continue}case 12:{if(s!==96)break;i.flag=t.int64();continue}case 100:{if(s!==802)break;let a=li.decode(
t,t.uint32());a.value!==void 0&&i.subErrors.set(a.key,a.value);continue}}if((s&7)===4||s===0)break;t.skip(s&7)}return i}finally{
t.__tsProtoDecodeDepth=r}}};function ci(){return{key:"",value:void 0}}var ui={encode(e,n=new m){throw new Error("encode \
not generated for PbConnectResult_SubsEntry")},decode(e,n){let t=e instanceof b?e:new b(e),r=t.__tsProtoDecodeDepth??0;if(r>=
100)throw new globalThis.Error("protobuf decode recursion limit exceeded");t.__tsProtoDecodeDepth=r+1;try{let o=n===void 0?
t.len:t.pos+n,i=ci();for(;t.pos<o;){let s=t.uint32();switch(s>>>3){case 1:{if(s!==10)break;i.key=t.string();continue}case 2:{
if(s!==18)break;i.value=kt.decode(t,t.uint32());continue}}if((s&7)===4||s===0)break;t.skip(s&7)}return i}finally{t.__tsProtoDecodeDepth=
r}}};function di(){return{key:"",value:void 0}}var li={encode(e,n=new m){throw new Error("encode not generated for PbCon\
nectResult_SubErrorsEntry")},decode(e,n){let t=e instanceof b?e:new b(e),r=t.__tsProtoDecodeDepth??0;if(r>=100)throw new globalThis.
Error("protobuf decode recursion limit exceeded");t.__tsProtoDecodeDepth=r+1;try{let o=n===void 0?t.len:t.pos+n,i=di();for(;t.
pos<o;){let s=t.uint32();switch(s>>>3){case 1:{if(s!==10)break;i.key=t.string();continue}case 2:{if(s!==18)break;i.value=
Un.decode(t,t.uint32());continue}}if((s&7)===4||s===0)break;t.skip(s&7)}return i}finally{t.__tsProtoDecodeDepth=r}}},hi={
encode(e,n=new m){return e.token!==""&&n.uint32(10).string(e.token),n},decode(e,n){throw new Error("decode not generated\
 for PbRefreshRequest")}};function fi(){return{client:"",version:"",expires:!1,ttl:0}}var pi={encode(e,n=new m){throw new Error(
"encode not generated for PbRefreshResult")},decode(e,n){let t=e instanceof b?e:new b(e),r=t.__tsProtoDecodeDepth??0;if(r>=
100)throw new globalThis.Error("protobuf decode recursion limit exceeded");t.__tsProtoDecodeDepth=r+1;try{let o=n===void 0?
t.len:t.pos+n,i=fi();for(;t.pos<o;){let s=t.uint32();switch(s>>>3){case 1:{if(s!==10)break;i.client=t.string();continue}case 2:{
if(s!==18)break;i.version=t.string();continue}case 3:{if(s!==24)break;i.expires=t.bool();continue}case 4:{if(s!==32)break;
i.ttl=t.uint32();continue}}if((s&7)===4||s===0)break;t.skip(s&7)}return i}finally{t.__tsProtoDecodeDepth=r}}},Xn={encode(e,n=new m){
if(e.channel!==""&&n.uint32(10).string(e.channel),e.token!==""&&n.uint32(18).string(e.token),e.recover!==!1&&n.uint32(24).
bool(e.recover),e.epoch!==""&&n.uint32(50).string(e.epoch),e.offset!==0n){if(BigInt.asUintN(64,e.offset)!==e.offset)throw new globalThis.
Error("value provided for field message.offset of type uint64 too large");n.uint32(56).uint64(e.offset)}if(e.data.length!==
0&&n.uint32(66).bytes(e.data),e.positioned!==!1&&n.uint32(72).bool(e.positioned),e.recoverable!==!1&&n.uint32(80).bool(e.
recoverable),e.joinLeave!==!1&&n.uint32(88).bool(e.joinLeave),e.delta!==""&&n.uint32(98).string(e.delta),e.tf!==void 0&&
An.encode(e.tf,n.uint32(106).fork()).join(),e.flag!==0n){if(BigInt.asIntN(64,e.flag)!==e.flag)throw new globalThis.Error(
"value provided for field message.flag of type int64 too large");n.uint32(112).int64(e.flag)}return e.type!==0&&n.uint32(
120).int32(e.type),n},decode(e,n){throw new Error("decode not generated for PbSubscribeRequest")}};function bi(){return{
expires:!1,ttl:0,recoverable:!1,epoch:"",publications:[],recovered:!1,offset:0n,positioned:!1,data:new Uint8Array(0),wasRecovering:!1,
delta:!1,id:0n,recovery:0}}var kt={encode(e,n=new m){throw new Error("encode not generated for PbSubscribeResult")},decode(e,n){
let t=e instanceof b?e:new b(e),r=t.__tsProtoDecodeDepth??0;if(r>=100)throw new globalThis.Error("protobuf decode recurs\
ion limit exceeded");t.__tsProtoDecodeDepth=r+1;try{let o=n===void 0?t.len:t.pos+n,i=bi();for(;t.pos<o;){let s=t.uint32();
switch(s>>>3){case 1:{if(s!==8)break;i.expires=t.bool();continue}case 2:{if(s!==16)break;i.ttl=t.uint32();continue}case 3:{
if(s!==24)break;i.recoverable=t.bool();continue}case 6:{if(s!==50)break;i.epoch=t.string();continue}case 7:{if(s!==58)break;
i.publications.push(yt.decode(t,t.uint32()));continue}case 8:{if(s!==64)break;i.recovered=t.bool();continue}case 9:{if(s!==
72)break;i.offset=t.uint64();continue}case 10:{if(s!==80)break;i.positioned=t.bool();continue}case 11:{if(s!==90)break;i.
data=t.bytes();continue}case 12:{if(s!==96)break;i.wasRecovering=t.bool();continue}case 13:{if(s!==104)break;i.delta=t.bool();
continue}case 14:{if(s!==112)break;i.id=t.int64();continue}case 100:{if(s!==800)break;i.recovery=t.int32();continue}}if((s&
7)===4||s===0)break;t.skip(s&7)}return i}finally{t.__tsProtoDecodeDepth=r}}},gi={encode(e,n=new m){return e.channel!==""&&
n.uint32(10).string(e.channel),e.token!==""&&n.uint32(18).string(e.token),n},decode(e,n){throw new Error("decode not gen\
erated for PbSubRefreshRequest")}};function mi(){return{expires:!1,ttl:0}}var yi={encode(e,n=new m){throw new Error("enc\
ode not generated for PbSubRefreshResult")},decode(e,n){let t=e instanceof b?e:new b(e),r=t.__tsProtoDecodeDepth??0;if(r>=
100)throw new globalThis.Error("protobuf decode recursion limit exceeded");t.__tsProtoDecodeDepth=r+1;try{let o=n===void 0?
t.len:t.pos+n,i=mi();for(;t.pos<o;){let s=t.uint32();switch(s>>>3){case 1:{if(s!==8)break;i.expires=t.bool();continue}case 2:{
if(s!==16)break;i.ttl=t.uint32();continue}}if((s&7)===4||s===0)break;t.skip(s&7)}return i}finally{t.__tsProtoDecodeDepth=
r}}},wi={encode(e,n=new m){return e.channel!==""&&n.uint32(10).string(e.channel),n},decode(e,n){throw new Error("decode \
not generated for PbUnsubscribeRequest")}};function _i(){return{}}var vi={encode(e,n=new m){throw new Error("encode not \
generated for PbUnsubscribeResult")},decode(e,n){let t=e instanceof b?e:new b(e),r=t.__tsProtoDecodeDepth??0;if(r>=100)throw new globalThis.
Error("protobuf decode recursion limit exceeded");t.__tsProtoDecodeDepth=r+1;try{let o=n===void 0?t.len:t.pos+n,i=_i();for(;t.
pos<o;){let s=t.uint32();if(s>>>3,(s&7)===4||s===0)break;t.skip(s&7)}return i}finally{t.__tsProtoDecodeDepth=r}}},Pi={encode(e,n=new m){
return e.channel!==""&&n.uint32(10).string(e.channel),e.data.length!==0&&n.uint32(18).bytes(e.data),e.idempotencyKey!==""&&
n.uint32(802).string(e.idempotencyKey),n},decode(e,n){throw new Error("decode not generated for PbPublishRequest")}};function ki(){
return{offset:0n,epoch:"",duplicate:!1}}var Ri={encode(e,n=new m){throw new Error("encode not generated for PbPublishRes\
ult")},decode(e,n){let t=e instanceof b?e:new b(e),r=t.__tsProtoDecodeDepth??0;if(r>=100)throw new globalThis.Error("pro\
tobuf decode recursion limit exceeded");t.__tsProtoDecodeDepth=r+1;try{let o=n===void 0?t.len:t.pos+n,i=ki();for(;t.pos<
o;){let s=t.uint32();switch(s>>>3){case 100:{if(s!==800)break;i.offset=t.uint64();continue}case 101:{if(s!==810)break;i.
epoch=t.string();continue}case 102:{if(s!==816)break;i.duplicate=t.bool();continue}}if((s&7)===4||s===0)break;t.skip(s&7)}
return i}finally{t.__tsProtoDecodeDepth=r}}},Di={encode(e,n=new m){return e.channel!==""&&n.uint32(10).string(e.channel),
n},decode(e,n){throw new Error("decode not generated for PbPresenceRequest")}};function Ei(){return{presence:new Map,truncated:!1}}
var xi={encode(e,n=new m){throw new Error("encode not generated for PbPresenceResult")},decode(e,n){let t=e instanceof b?
e:new b(e),r=t.__tsProtoDecodeDepth??0;if(r>=100)throw new globalThis.Error("protobuf decode recursion limit exceeded");
t.__tsProtoDecodeDepth=r+1;try{let o=n===void 0?t.len:t.pos+n,i=Ei();for(;t.pos<o;){let s=t.uint32();switch(s>>>3){case 1:{
if(s!==10)break;let a=Ci.decode(t,t.uint32());a.value!==void 0&&i.presence.set(a.key,a.value);continue}case 100:{if(s!==
800)break;i.truncated=t.bool();continue}}if((s&7)===4||s===0)break;t.skip(s&7)}return i}finally{t.__tsProtoDecodeDepth=r}}};
function Si(){return{key:"",value:void 0}}var Ci={encode(e,n=new m){throw new Error("encode not generated for PbPresence\
Result_PresenceEntry")},decode(e,n){let t=e instanceof b?e:new b(e),r=t.__tsProtoDecodeDepth??0;if(r>=100)throw new globalThis.
Error("protobuf decode recursion limit exceeded");t.__tsProtoDecodeDepth=r+1;try{let o=n===void 0?t.len:t.pos+n,i=Si();for(;t.
pos<o;){let s=t.uint32();switch(s>>>3){case 1:{if(s!==10)break;i.key=t.string();continue}case 2:{if(s!==18)break;i.value=
Le.decode(t,t.uint32());continue}}if((s&7)===4||s===0)break;t.skip(s&7)}return i}finally{t.__tsProtoDecodeDepth=r}}},Ti={
encode(e,n=new m){return e.channel!==""&&n.uint32(10).string(e.channel),n},decode(e,n){throw new Error("decode not gener\
ated for PbPresenceStatsRequest")}};function Bi(){return{numClients:0,numUsers:0}}var Mi={encode(e,n=new m){throw new Error(
"encode not generated for PbPresenceStatsResult")},decode(e,n){let t=e instanceof b?e:new b(e),r=t.__tsProtoDecodeDepth??
0;if(r>=100)throw new globalThis.Error("protobuf decode recursion limit exceeded");t.__tsProtoDecodeDepth=r+1;try{let o=n===
void 0?t.len:t.pos+n,i=Bi();for(;t.pos<o;){let s=t.uint32();switch(s>>>3){case 1:{if(s!==8)break;i.numClients=t.uint32();
continue}case 2:{if(s!==16)break;i.numUsers=t.uint32();continue}}if((s&7)===4||s===0)break;t.skip(s&7)}return i}finally{
t.__tsProtoDecodeDepth=r}}},$i={encode(e,n=new m){return e.channel!==""&&n.uint32(10).string(e.channel),e.limit!==0&&n.uint32(
56).int32(e.limit),e.since!==void 0&&In.encode(e.since,n.uint32(66).fork()).join(),e.reverse!==!1&&n.uint32(72).bool(e.reverse),
n},decode(e,n){throw new Error("decode not generated for PbHistoryRequest")}};function qi(){return{publications:[],epoch:"",
offset:0n,truncated:!1}}var Ui={encode(e,n=new m){throw new Error("encode not generated for PbHistoryResult")},decode(e,n){
let t=e instanceof b?e:new b(e),r=t.__tsProtoDecodeDepth??0;if(r>=100)throw new globalThis.Error("protobuf decode recurs\
ion limit exceeded");t.__tsProtoDecodeDepth=r+1;try{let o=n===void 0?t.len:t.pos+n,i=qi();for(;t.pos<o;){let s=t.uint32();
switch(s>>>3){case 1:{if(s!==10)break;i.publications.push(yt.decode(t,t.uint32()));continue}case 2:{if(s!==18)break;i.epoch=
t.string();continue}case 3:{if(s!==24)break;i.offset=t.uint64();continue}case 100:{if(s!==800)break;i.truncated=t.bool();
continue}}if((s&7)===4||s===0)break;t.skip(s&7)}return i}finally{t.__tsProtoDecodeDepth=r}}},Ii={encode(e,n=new m){return n},
decode(e,n){throw new Error("decode not generated for PbPingRequest")}};function Ai(){return{}}var Ni={encode(e,n=new m){
throw new Error("encode not generated for PbPingResult")},decode(e,n){let t=e instanceof b?e:new b(e),r=t.__tsProtoDecodeDepth??
0;if(r>=100)throw new globalThis.Error("protobuf decode recursion limit exceeded");t.__tsProtoDecodeDepth=r+1;try{let o=n===
void 0?t.len:t.pos+n,i=Ai();for(;t.pos<o;){let s=t.uint32();if(s>>>3,(s&7)===4||s===0)break;t.skip(s&7)}return i}finally{
t.__tsProtoDecodeDepth=r}}},Fi={encode(e,n=new m){return e.data.length!==0&&n.uint32(10).bytes(e.data),n},decode(e,n){throw new Error(
"decode not generated for PbMessageRequest")}},Wi={encode(e,n=new m){return e.data.length!==0&&n.uint32(10).bytes(e.data),
e.method!==""&&n.uint32(18).string(e.method),n},decode(e,n){throw new Error("decode not generated for PbRpcRequest")}};function Li(){
return{data:new Uint8Array(0)}}var ji={encode(e,n=new m){throw new Error("encode not generated for PbRpcResult")},decode(e,n){
let t=e instanceof b?e:new b(e),r=t.__tsProtoDecodeDepth??0;if(r>=100)throw new globalThis.Error("protobuf decode recurs\
ion limit exceeded");t.__tsProtoDecodeDepth=r+1;try{let o=n===void 0?t.len:t.pos+n,i=Li();for(;t.pos<o;){let s=t.uint32();
switch(s>>>3){case 1:{if(s!==10)break;i.data=t.bytes();continue}}if((s&7)===4||s===0)break;t.skip(s&7)}return i}finally{
t.__tsProtoDecodeDepth=r}}};function Hi(){return{id:0n,channel:"",event:void 0}}var Oi={encode(e,n=new m){throw new Error(
"encode not generated for PbPush")},decode(e,n){let t=e instanceof b?e:new b(e),r=t.__tsProtoDecodeDepth??0;if(r>=100)throw new globalThis.
Error("protobuf decode recursion limit exceeded");t.__tsProtoDecodeDepth=r+1;try{let o=n===void 0?t.len:t.pos+n,i=Hi();for(;t.
pos<o;){let s=t.uint32();switch(s>>>3){case 1:{if(s!==8)break;i.id=t.int64();continue}case 2:{if(s!==18)break;i.channel=
t.string();continue}case 4:{if(s!==34)break;i.event={$case:"pub",value:yt.decode(t,t.uint32())};continue}case 5:{if(s!==
42)break;i.event={$case:"join",value:Gi.decode(t,t.uint32())};continue}case 6:{if(s!==50)break;i.event={$case:"leave",value:Ji.
decode(t,t.uint32())};continue}case 7:{if(s!==58)break;i.event={$case:"unsubscribe",value:Xi.decode(t,t.uint32())};continue}case 8:{
if(s!==66)break;i.event={$case:"message",value:Qi.decode(t,t.uint32())};continue}case 9:{if(s!==74)break;i.event={$case:"\
subscribe",value:eo.decode(t,t.uint32())};continue}case 10:{if(s!==82)break;i.event={$case:"connect",value:no.decode(t,t.
uint32())};continue}case 11:{if(s!==90)break;i.event={$case:"disconnect",value:oo.decode(t,t.uint32())};continue}case 12:{
if(s!==98)break;i.event={$case:"refresh",value:co.decode(t,t.uint32())};continue}case 100:{if(s!==802)break;i.event={$case:"\
gap",value:lo.decode(t,t.uint32())};continue}case 101:{if(s!==810)break;i.event={$case:"position",value:In.decode(t,t.uint32())};
continue}}if((s&7)===4||s===0)break;t.skip(s&7)}return i}finally{t.__tsProtoDecodeDepth=r}}};function Vi(){return{info:void 0}}
var Gi={encode(e,n=new m){throw new Error("encode not generated for PbJoin")},decode(e,n){let t=e instanceof b?e:new b(e),
r=t.__tsProtoDecodeDepth??0;if(r>=100)throw new globalThis.Error("protobuf decode recursion limit exceeded");t.__tsProtoDecodeDepth=
r+1;try{let o=n===void 0?t.len:t.pos+n,i=Vi();for(;t.pos<o;){let s=t.uint32();switch(s>>>3){case 1:{if(s!==10)break;i.info=
Le.decode(t,t.uint32());continue}}if((s&7)===4||s===0)break;t.skip(s&7)}return i}finally{t.__tsProtoDecodeDepth=r}}};function zi(){
return{info:void 0}}var Ji={encode(e,n=new m){throw new Error("encode not generated for PbLeave")},decode(e,n){let t=e instanceof
b?e:new b(e),r=t.__tsProtoDecodeDepth??0;if(r>=100)throw new globalThis.Error("protobuf decode recursion limit exceeded");
t.__tsProtoDecodeDepth=r+1;try{let o=n===void 0?t.len:t.pos+n,i=zi();for(;t.pos<o;){let s=t.uint32();switch(s>>>3){case 1:{
if(s!==10)break;i.info=Le.decode(t,t.uint32());continue}}if((s&7)===4||s===0)break;t.skip(s&7)}return i}finally{t.__tsProtoDecodeDepth=
r}}};function Ki(){return{code:0,reason:""}}var Xi={encode(e,n=new m){throw new Error("encode not generated for PbUnsubs\
cribe")},decode(e,n){let t=e instanceof b?e:new b(e),r=t.__tsProtoDecodeDepth??0;if(r>=100)throw new globalThis.Error("p\
rotobuf decode recursion limit exceeded");t.__tsProtoDecodeDepth=r+1;try{let o=n===void 0?t.len:t.pos+n,i=Ki();for(;t.pos<
o;){let s=t.uint32();switch(s>>>3){case 2:{if(s!==16)break;i.code=t.uint32();continue}case 3:{if(s!==26)break;i.reason=t.
string();continue}}if((s&7)===4||s===0)break;t.skip(s&7)}return i}finally{t.__tsProtoDecodeDepth=r}}};function Yi(){return{
data:new Uint8Array(0)}}var Qi={encode(e,n=new m){throw new Error("encode not generated for PbMessage")},decode(e,n){let t=e instanceof
b?e:new b(e),r=t.__tsProtoDecodeDepth??0;if(r>=100)throw new globalThis.Error("protobuf decode recursion limit exceeded");
t.__tsProtoDecodeDepth=r+1;try{let o=n===void 0?t.len:t.pos+n,i=Yi();for(;t.pos<o;){let s=t.uint32();switch(s>>>3){case 1:{
if(s!==10)break;i.data=t.bytes();continue}}if((s&7)===4||s===0)break;t.skip(s&7)}return i}finally{t.__tsProtoDecodeDepth=
r}}};function Zi(){return{recoverable:!1,epoch:"",offset:0n,positioned:!1,data:new Uint8Array(0)}}var eo={encode(e,n=new m){
throw new Error("encode not generated for PbSubscribe")},decode(e,n){let t=e instanceof b?e:new b(e),r=t.__tsProtoDecodeDepth??
0;if(r>=100)throw new globalThis.Error("protobuf decode recursion limit exceeded");t.__tsProtoDecodeDepth=r+1;try{let o=n===
void 0?t.len:t.pos+n,i=Zi();for(;t.pos<o;){let s=t.uint32();switch(s>>>3){case 1:{if(s!==8)break;i.recoverable=t.bool();
continue}case 4:{if(s!==34)break;i.epoch=t.string();continue}case 5:{if(s!==40)break;i.offset=t.uint64();continue}case 6:{
if(s!==48)break;i.positioned=t.bool();continue}case 7:{if(s!==58)break;i.data=t.bytes();continue}}if((s&7)===4||s===0)break;
t.skip(s&7)}return i}finally{t.__tsProtoDecodeDepth=r}}};function to(){return{client:"",version:"",data:new Uint8Array(0),
subs:new Map,expires:!1,ttl:0,ping:0,pong:!1,session:"",node:"",time:0n}}var no={encode(e,n=new m){throw new Error("enco\
de not generated for PbConnect")},decode(e,n){let t=e instanceof b?e:new b(e),r=t.__tsProtoDecodeDepth??0;if(r>=100)throw new globalThis.
Error("protobuf decode recursion limit exceeded");t.__tsProtoDecodeDepth=r+1;try{let o=n===void 0?t.len:t.pos+n,i=to();for(;t.
pos<o;){let s=t.uint32();switch(s>>>3){case 1:{if(s!==10)break;i.client=t.string();continue}case 2:{if(s!==18)break;i.version=
t.string();continue}case 3:{if(s!==26)break;i.data=t.bytes();continue}case 4:{if(s!==34)break;let a=so.decode(t,t.uint32());
a.value!==void 0&&i.subs.set(a.key,a.value);continue}case 5:{if(s!==40)break;i.expires=t.bool();continue}case 6:{if(s!==
48)break;i.ttl=t.uint32();continue}case 7:{if(s!==56)break;i.ping=t.uint32();continue}case 8:{if(s!==64)break;i.pong=t.bool();
continue}case 9:{if(s!==74)break;i.session=t.string();continue}case 10:{if(s!==82)break;i.node=t.string();continue}case 11:{
if(s!==88)break;i.time=t.int64();continue}}if((s&7)===4||s===0)break;t.skip(s&7)}return i}finally{t.__tsProtoDecodeDepth=
r}}};function ro(){return{key:"",value:void 0}}var so={encode(e,n=new m){throw new Error("encode not generated for PbCon\
nect_SubsEntry")},decode(e,n){let t=e instanceof b?e:new b(e),r=t.__tsProtoDecodeDepth??0;if(r>=100)throw new globalThis.
Error("protobuf decode recursion limit exceeded");t.__tsProtoDecodeDepth=r+1;try{let o=n===void 0?t.len:t.pos+n,i=ro();for(;t.
pos<o;){let s=t.uint32();switch(s>>>3){case 1:{if(s!==10)break;i.key=t.string();continue}case 2:{if(s!==18)break;i.value=
kt.decode(t,t.uint32());continue}}if((s&7)===4||s===0)break;t.skip(s&7)}return i}finally{t.__tsProtoDecodeDepth=r}}};function io(){
return{code:0,reason:"",reconnect:!1,reconnectAfterMs:0}}var oo={encode(e,n=new m){throw new Error("encode not generated\
 for PbDisconnect")},decode(e,n){let t=e instanceof b?e:new b(e),r=t.__tsProtoDecodeDepth??0;if(r>=100)throw new globalThis.
Error("protobuf decode recursion limit exceeded");t.__tsProtoDecodeDepth=r+1;try{let o=n===void 0?t.len:t.pos+n,i=io();for(;t.
pos<o;){let s=t.uint32();switch(s>>>3){case 1:{if(s!==8)break;i.code=t.uint32();continue}case 2:{if(s!==18)break;i.reason=
t.string();continue}case 3:{if(s!==24)break;i.reconnect=t.bool();continue}case 100:{if(s!==800)break;i.reconnectAfterMs=
t.uint32();continue}}if((s&7)===4||s===0)break;t.skip(s&7)}return i}finally{t.__tsProtoDecodeDepth=r}}};function ao(){return{
expires:!1,ttl:0}}var co={encode(e,n=new m){throw new Error("encode not generated for PbRefresh")},decode(e,n){let t=e instanceof
b?e:new b(e),r=t.__tsProtoDecodeDepth??0;if(r>=100)throw new globalThis.Error("protobuf decode recursion limit exceeded");
t.__tsProtoDecodeDepth=r+1;try{let o=n===void 0?t.len:t.pos+n,i=ao();for(;t.pos<o;){let s=t.uint32();switch(s>>>3){case 1:{
if(s!==8)break;i.expires=t.bool();continue}case 2:{if(s!==16)break;i.ttl=t.uint32();continue}}if((s&7)===4||s===0)break;
t.skip(s&7)}return i}finally{t.__tsProtoDecodeDepth=r}}};function uo(){return{from:0n,to:0n,epoch:"",count:0n}}var lo={encode(e,n=new m){
throw new Error("encode not generated for PbGap")},decode(e,n){let t=e instanceof b?e:new b(e),r=t.__tsProtoDecodeDepth??
0;if(r>=100)throw new globalThis.Error("protobuf decode recursion limit exceeded");t.__tsProtoDecodeDepth=r+1;try{let o=n===
void 0?t.len:t.pos+n,i=uo();for(;t.pos<o;){let s=t.uint32();switch(s>>>3){case 1:{if(s!==8)break;i.from=t.uint64();continue}case 2:{
if(s!==16)break;i.to=t.uint64();continue}case 3:{if(s!==26)break;i.epoch=t.string();continue}case 4:{if(s!==32)break;i.count=
t.uint64();continue}}if((s&7)===4||s===0)break;t.skip(s&7)}return i}finally{t.__tsProtoDecodeDepth=r}}},Yn={encode(e,n=new m){
switch(e.id!==0&&n.uint32(8).uint32(e.id),e.request?.$case){case"connect":Kn.encode(e.request.value,n.uint32(34).fork()).
join();break;case"subscribe":Xn.encode(e.request.value,n.uint32(42).fork()).join();break;case"unsubscribe":wi.encode(e.request.
value,n.uint32(50).fork()).join();break;case"publish":Pi.encode(e.request.value,n.uint32(58).fork()).join();break;case"p\
resence":Di.encode(e.request.value,n.uint32(66).fork()).join();break;case"presenceStats":Ti.encode(e.request.value,n.uint32(
74).fork()).join();break;case"history":$i.encode(e.request.value,n.uint32(82).fork()).join();break;case"ping":Ii.encode(
e.request.value,n.uint32(90).fork()).join();break;case"send":Fi.encode(e.request.value,n.uint32(98).fork()).join();break;case"\
rpc":Wi.encode(e.request.value,n.uint32(106).fork()).join();break;case"refresh":hi.encode(e.request.value,n.uint32(114).
fork()).join();break;case"subRefresh":gi.encode(e.request.value,n.uint32(122).fork()).join();break}return n},decode(e,n){
throw new Error("decode not generated for PbCommand")}};function ho(){return{id:0,result:void 0}}var fo={encode(e,n=new m){
throw new Error("encode not generated for PbReply")},decode(e,n){let t=e instanceof b?e:new b(e),r=t.__tsProtoDecodeDepth??
0;if(r>=100)throw new globalThis.Error("protobuf decode recursion limit exceeded");t.__tsProtoDecodeDepth=r+1;try{let o=n===
void 0?t.len:t.pos+n,i=ho();for(;t.pos<o;){let s=t.uint32();switch(s>>>3){case 1:{if(s!==8)break;i.id=t.uint32();continue}case 2:{
if(s!==18)break;i.result={$case:"error",value:Un.decode(t,t.uint32())};continue}case 4:{if(s!==34)break;i.result={$case:"\
push",value:Oi.decode(t,t.uint32())};continue}case 5:{if(s!==42)break;i.result={$case:"connect",value:ai.decode(t,t.uint32())};
continue}case 6:{if(s!==50)break;i.result={$case:"subscribe",value:kt.decode(t,t.uint32())};continue}case 7:{if(s!==58)break;
i.result={$case:"unsubscribe",value:vi.decode(t,t.uint32())};continue}case 8:{if(s!==66)break;i.result={$case:"publish",
value:Ri.decode(t,t.uint32())};continue}case 9:{if(s!==74)break;i.result={$case:"presence",value:xi.decode(t,t.uint32())};
continue}case 10:{if(s!==82)break;i.result={$case:"presenceStats",value:Mi.decode(t,t.uint32())};continue}case 11:{if(s!==
90)break;i.result={$case:"history",value:Ui.decode(t,t.uint32())};continue}case 12:{if(s!==98)break;i.result={$case:"pin\
g",value:Ni.decode(t,t.uint32())};continue}case 13:{if(s!==106)break;i.result={$case:"rpc",value:ji.decode(t,t.uint32())};
continue}case 14:{if(s!==114)break;i.result={$case:"refresh",value:pi.decode(t,t.uint32())};continue}case 15:{if(s!==122)
break;i.result={$case:"subRefresh",value:yi.decode(t,t.uint32())};continue}}if((s&7)===4||s===0)break;t.skip(s&7)}return i}finally{
t.__tsProtoDecodeDepth=r}}},po={encode(e,n=new m){return e.connect!==void 0&&Kn.encode(e.connect,n.uint32(10).fork()).join(),
n},decode(e,n){throw new Error("decode not generated for PbListenRequest")}},Qn={encode(e,n=new m){e.node!==""&&n.uint32(
10).string(e.node),e.session!==""&&n.uint32(18).string(e.session);for(let t of e.commands)Yn.encode(t,n.uint32(26).fork()).
join();if(e.seq!==0n){if(BigInt.asUintN(64,e.seq)!==e.seq)throw new globalThis.Error("value provided for field message.s\
eq of type uint64 too large");n.uint32(32).uint64(e.seq)}return n},decode(e,n){throw new Error("decode not generated for\
 PbSendRequest")}};function bo(e){let n=new Uint8Array(5+e.length);return new DataView(n.buffer).setUint32(1,e.length),n.
set(e,5),n}var go=class{#e=new Uint8Array;*take(e){let n=e;this.#e.length>0&&(n=new Uint8Array(this.#e.length+e.length),
n.set(this.#e),n.set(e,this.#e.length));let t=0;for(;n.length-t>=5;){let r=new DataView(n.buffer,n.byteOffset+t).getUint32(
1);if(r>16777216)throw new Error(`a frame of ${r} bytes: this is no grpc-web stream`);if(n.length-t<5+r)break;yield{trailers:(n[t]&
128)!==0,data:n.subarray(t+5,t+5+r)},t+=5+r}this.#e=n.subarray(t)}},$={ok:0,unknown:2,invalidArgument:3,notFound:5,permissionDenied:7,
resourceExhausted:8,failedPrecondition:9,unimplemented:12,unavailable:14};async function gt(e,n,t,r,o={}){let i="applica\
tion/grpc-web+proto",s=await e.fetch(`${e.url}/fanwire.client.v1.ClientService/${n}`,{method:"POST",headers:{"content-ty\
pe":i,accept:i,"x-grpc-web":"1"},body:bo(t),cache:"no-store",signal:r});o.headers?.();let a=s.headers.get("grpc-status"),
u=s.body;if(a!==null||!s.ok||!mo(s)||!u)return await u?.cancel(),a!==null?Pn(s.headers):yo(s);let h=new go,d=u.getReader();
for(;;){let{done:p,value:w}=await d.read();if(p)return{code:$.unavailable,message:"the stream was cut"};o.bytes?.();for(let{
trailers:l,data:y}of h.take(w)){if(l)return Pn(wo(y));o.message?.(y.slice())}}}function mo(e){return(e.headers.get("cont\
ent-type")??"").startsWith("application/grpc-web")}function Pn(e){let n=e.get("grpc-message")??"";return{code:Number(e.get(
"grpc-status")??$.unknown),message:_o(n)}}function yo(e){let n=e.headers.get("content-type"),t=e.ok?`answered with ${n??
"no content type"} instead of application/grpc-web: is the url that of a Fanwire client listener?`:`answered with HTTP ${e.
status}`;return{code:$.unavailable,message:t}}function wo(e){let n=new TextDecoder().decode(e).split(`\r
`);return new Map(n.map(t=>{let r=t.indexOf(":");return[t.slice(0,r).trim().toLowerCase(),t.slice(r+1).trim()]}))}function _o(e){
try{return decodeURIComponent(e)}catch{return e}}var vo=64,Po=32*1024,ko=class{constructor(e,n,t,r){this.endpoint=e,this.
address=n,this.acceptMs=t,this.events=r}endpoint;address;acceptMs;events;#e=[];#t=new AbortController;#n=1n;#r=Po;#a=!1;push(e){
this.#e.push(e),!this.#a&&(this.#a=!0,queueMicrotask(()=>{this.#o()}))}stop(){this.#t.abort()}async#o(){for(;this.#e.length>
0&&!this.#t.signal.aborted;)await this.#i(this.#s());this.#a=!1}#s(){let e=0,n=0;for(let t of this.#e){if(e+=Yn.encode(t).
finish().length+8,n>0&&(n===vo||e>this.#r))break;n++}return this.#e.splice(0,n)}async#i(e){let n=new vt(50,1e3),t=e,r=!1;
for(let o=Date.now()+this.acceptMs;;){let i=await this.#u(t,o-Date.now());if(this.#t.signal.aborted)return;switch(i.code){case $.
ok:this.#n++;return;case $.notFound:case $.failedPrecondition:case $.invalidArgument:return this.events.lost(i.message);case $.
resourceExhausted:if(!i.message.includes("size_limit"))break;if(t.length===1)return this.events.refused(t[0],new M(T.Refused,
i.message));this.#r/=2,this.#e.unshift(...t),t=this.#s();continue}if(Date.now()>=o){if(r)return this.events.lost("comman\
ds were not accepted");r=!0,o=Date.now()+this.acceptMs,this.events.overdue(Ro(this.acceptMs,i),t.map(({id:s})=>s))}await this.#c(
Math.min(n.next(),Math.max(0,o-Date.now())))}}async#u(e,n){let t=Qn.encode({...this.address,commands:e,seq:this.#n}).finish(),
r=new AbortController,o=()=>r.abort(),i=setTimeout(o,n);this.#t.signal.addEventListener("abort",o);try{return await gt(this.
endpoint,"Send",t,r.signal)}catch(s){return{code:$.unavailable,message:ge(s)}}finally{clearTimeout(i),this.#t.signal.removeEventListener(
"abort",o)}}#c(e){return new Promise(n=>{setTimeout(n,e)})}};function Ro(e,n){return new M(T.NotAccepted,`commands were \
not accepted within ${e/1e3} s (${n.message}). Over HTTP/1.1 a browser has six connections per host, and each open page \
without shared connection holds one: serve Fanwire over TLS, so that browsers speak HTTP/2, or leave \`sharing\` on`,!0)}
var Zn=class{constructor(e){this.silent=e}silent;#e;#t=0;#n=0;start(e){this.stop(),this.#n=e,this.touch(),e>0&&this.#r(Math.
min(5e3,e))}touch(){this.#t=Date.now()}stop(){clearTimeout(this.#e)}#r(e){let n=Date.now()+e;this.#e=setTimeout(()=>{let t=Date.
now(),r=this.#t+this.#n-t;r>0?this.#r(Math.min(5e3,r)):t-n>1e3?this.#r(1e3):this.silent()},e)}},Do=2e3,er=class{constructor(e,n,t,r){
this.endpoint=e,this.timing=n,this.handler=r,globalThis.addEventListener?.("offline",this.#n),this.#i(t)}endpoint;timing;handler;#e=new AbortController;#t=new Zn(
()=>{this.#s(oe(W.noPing,"no ping: nothing came from the server for too long"))});#n=()=>this.#s(oe(W.transportClosed,"o\
ffline"));#r;#a;#o=!1;send(e){this.#r?.push(e)}close(){this.#o=!0,globalThis.removeEventListener?.("offline",this.#n),clearTimeout(
this.#a),this.#t.stop(),this.#r?.stop(),this.#e.abort()}#s(e){this.#o||(this.close(),this.handler.end(e))}async#i(e){let n=!1;
this.#a=setTimeout(()=>{this.#d(n)},this.timing.firstFrame);let t=po.encode({connect:e}).finish();try{let r=await gt(this.
endpoint,"Listen",t,this.#e.signal,{headers:()=>n=!0,bytes:()=>this.#t.touch(),message:o=>this.#u(fo.decode(o))});this.#s(
Eo(r))}catch(r){this.#s(oe(W.transportClosed,ge(r)))}}#u(e){if(this.#o)return;let n=e.result;if(n?.$case==="connect"&&this.#c(
n.value),n?.$case==="error"&&clearTimeout(this.#a),n?.$case==="push"&&n.value.event?.$case==="disconnect"){let{code:t,reason:r,
reconnectAfterMs:o}=n.value.event.value;return this.#s({code:t,reason:r,reconnect:Js(t),afterMs:o})}this.handler.reply(e)}#c({
node:e,session:n,ping:t}){clearTimeout(this.#a),this.#t.start(t>0?t*1e3+this.timing.pingDelay:0),this.#r=new ko(this.endpoint,
{node:e,session:n},this.timing.accept,{overdue:(r,o)=>this.handler.error(r,o),refused:(r,o)=>this.handler.error(o,[r.id]),
lost:r=>this.#s(oe(W.transportClosed,r))})}async#d(e){let n=this.timing.firstFrame/1e3,t=e||await this.#l();if(this.#o)return;
let r=t?`the server answers, but the stream brought nothing within ${n} s: a proxy between here and the server collects \
the response instead of passing it on. Switch response buffering off for /fanwire.client.v1.ClientService/ there (nginx:\
 proxy_buffering off)`:`no answer within ${n} s: the server cannot be reached, or this browser's connections to it are u\
sed up (six per host over HTTP/1.1: serve Fanwire over TLS, so that browsers speak HTTP/2, or leave \`sharing\` on)`,o=t?
T.Buffered:T.Timeout;this.#s({...oe(W.transportClosed,r),cause:o})}async#l(){let e=new AbortController,n=setTimeout(()=>e.
abort(),Do);try{let t=Qn.encode({node:"",session:"",commands:[],seq:1n}).finish();return(await gt(this.endpoint,"Send",t,
e.signal)).code===$.notFound}catch{return!1}finally{clearTimeout(n)}}};function oe(e,n){return{code:e,reason:n,reconnect:!0,
afterMs:0}}function Eo({code:e,message:n}){return e===$.permissionDenied||e===$.invalidArgument||e===$.unimplemented?{code:Fe.
refused,reason:n,reconnect:!1,afterMs:0}:oe(W.transportClosed,n||`the stream ended with status ${e}`)}var xo=class{constructor(e,n){
this.request=e,this.post=n}request;post;missed=0;reply(e,n){this.post({kind:"reply",reply:{id:e,result:n}})}push(e,n){let t={
id:0n,channel:e,event:n};this.reply(0,{$case:"push",value:t})}error(e,n,t){this.reply(e,{$case:"error",value:{code:n,message:t,
temporary:!1}})}},So=class{constructor(e,n){this.from=e,this.to=n}from;to;#e=[];#t=0;get position(){return this.to}add(e){
if(e.offset!==0n)for(this.to={...this.to,offset:e.offset},this.#e.push(e),this.#t+=e.data.length;this.#e.length>256||this.#t>
262144;){let n=this.#e.shift();this.#t-=n.data.length,this.from=n.offset}}moveTo(e){this.to=e}restart(e){this.#e=[],this.#t=
0,this.from=e.offset,this.to=e}since(e){if(!(e<this.from||e>this.to.offset))return this.#e.filter(n=>n.offset>e)}},kn=class tr{constructor(n,t){
this.channel=n,this.forward=t}channel;forward;#e=new Map;#t=[];#n;#r;#a;#o;#s;#i;get idle(){return this.#e.size===0&&this.#t.
length===0&&!this.#n}join(n,t,r){this.#t.push({member:n,id:t,request:r}),this.#u()}leave(n){let t=this.#t.findIndex(i=>i.
member===n);t>=0&&this.#t.splice(t,1);let r=this.#n?.member===n;r&&(this.#n.gone=!0),r&&this.#e.size+this.#t.length===0&&
(this.#n=void 0);let o=this.#e.delete(n);return this.#s===n&&this.#b(),o||r}push(n){if(!(!this.#a||!this.#o)){switch(n.$case){case"\
pub":return this.#g(n.value);case"position":this.#o.moveTo(n.value);break;case"gap":n.value.to>0n&&this.#o.restart({offset:n.
value.to,epoch:n.value.epoch});break;case"unsubscribe":return this.#p(n)}for(let t of this.#e.keys())t.push(this.channel,
n)}}renewed(n,t,r){this.#s=n,this.#i=t?Date.now()+r*1e3:void 0}static ofServer(n,t,r,o,i){let s=new tr(n,t);s.#f(o,i);for(let a of r)
s.#e.set(a,s.#o.position.offset);return s}attach(n,t){return this.#e.set(n,this.#o.position.offset),this.#w(t)??this.#m(
5,!0)}#u(){for(;!this.#n;){let n=this.#t.shift();if(!n)return;this.#a?this.#c(n):this.#d(n,!1)}}#c(n){let{member:t,id:r,
request:o}=n;if(this.#e.has(t))return t.error(r,105,`already subscribed to ${this.channel}`);if(!To(o,this.#r)){if(this.#e.
size===0)return this.#d(n,!0);let s=`another tab has ${this.channel} with other options, and a shared connection has one\
 subscription of a channel: use the same options, or set \`sharing\` to false`;return t.error(r,T.SharingConflict,s)}let i=this.#w(
o);if(!i)return this.#d(n,!0);this.#e.set(t,this.#o.position.offset),t.reply(r,{$case:"subscribe",value:i})}#d(n,t){this.#n=
n,t&&this.forward({$case:"unsubscribe",value:{channel:this.channel}},()=>{}),this.forward({$case:"subscribe",value:n.request},
r=>{this.#n===n&&(this.#n=void 0,r.$case==="subscribe"?this.#l(n,r.value):this.#h(n,r),this.#u())})}#l({member:n,id:t,request:r,
gone:o},i){let s=this.#o?.position;this.#r=r,this.#f(i,r.offset),this.#i=i.expires?Date.now()+i.ttl*1e3:void 0;let a=i.publications.
map(u=>({...u,data:u.data.slice()}));if(Ne(i)==="RECOVERED"||!s||Co(s,i))for(let u of a)this.#y(u);else{let u={code:2500,
reason:"insufficient state: another tab subscribed anew"};this.#p({$case:"unsubscribe",value:u},!0)}if(o)return this.#b();
this.#s=n,this.#e.set(n,a.at(-1)?.offset??(i.recovered?r.offset:i.offset)),n.reply(t,{$case:"subscribe",value:i})}#h({member:n,
id:t},r){n.reply(t,r);let o={code:2500,reason:"insufficient state: another tab could not subscribe anew"};this.#p({$case:"\
unsubscribe",value:o})}#f(n,t){let r=Ne(n)==="RECOVERED";this.#a={...n,publications:[]};let o=r?t:n.offset;this.#o=new So(
o,{epoch:n.epoch,offset:o});for(let i of n.publications)this.#o.add(i);r&&t===0n&&n.publications.length===0&&this.#o.restart(
n)}#g(n){let t=this.#o.position.offset;(n.offset===0n||n.offset>t)&&this.#o.add(n),this.#y(n)}#y(n){let{offset:t}=n;for(let[
r,o]of this.#e)t>0n&&t<=o||(t>0n&&this.#e.set(r,t),r.push(this.channel,{$case:"pub",value:n}))}#w(n){if(!n?.recover)return this.#m(
1,!1);let t=this.#o.position;if(!this.#a.recoverable)return this.#m(7,!0);if(n.epoch!==t.epoch)return n.epoch===""?void 0:
this.#m(3,!0);let r=this.#o.since(n.offset);return r&&{...this.#m(2,!0),publications:r,recovered:!0}}#m(n,t){let{epoch:r,
offset:o}=this.#o.position;return{...this.#a,epoch:r,offset:o,recovered:!1,wasRecovering:t,recovery:n,expires:!1,ttl:0}}#p(n,t=!1){
let r=[...this.#e.keys()];this.#e.clear(),t||(this.#a=void 0,this.#s=void 0);for(let o of r)o.push(this.channel,n)}#b(){
if([this.#s]=this.#e.keys(),this.#i===void 0)return;let n=Math.max(0,Math.round((this.#i-Date.now())/1e3));this.#s?.push(
this.channel,{$case:"refresh",value:{expires:!0,ttl:n}})}};function Co(e,{epoch:n,offset:t}){return e.epoch===n&&e.offset===
t}function To(e,n){let t=({positioned:r,recoverable:o,joinLeave:i,tf:s,data:a})=>JSON.stringify([r,o,i,s,[...a]]);return t(
e)===t(n)}var Bo=3,Mo=5e3,$o=class{constructor(e){this.fetchFn=e}fetchFn;#e=new Map;#t=new Map;#n=new Set;#r=new Map;#a;#o;#s;#i=0;#u=1;#c;#d;#l="";has(e){
return this.#e.has(e)}take(e,n){if(e.kind==="open"){let r=new xo(e.opening.request,n);return this.#e.set(e.id,r),this.#h(
r,e.opening)}let t=this.#e.get(e.id);if(!t){let r={code:1,reason:"this tab was away too long",reconnect:!0,afterMs:1};return e.
kind==="close"?void 0:n({kind:"end",end:r})}e.kind==="alive"?t.missed=0:e.kind==="close"?this.#b(e.id,t):this.#D(t,e.command)}#h(e,{
url:n,timing:t,request:r}){if(this.#s)return this.#y(e);if(this.#o)return;this.#a??=new vt(t.minDelay,t.maxDelay),this.#c=
e;let o={...r,previousSession:this.#l||r.previousSession};this.#o=new er({url:n,fetch:this.fetchFn},t,o,{reply:i=>this.#f(
i),end:i=>this.#m(i),error:({code:i,message:s,temporary:a},u)=>{for(let h of this.#e.values()){let d=u.map(p=>this.#r.get(
p)).filter(p=>p?.member===h);h.post({kind:"error",code:i,message:s,temporary:a,ids:d.map(p=>p.id)})}}})}#f(e){let{id:n,result:t}=e;
if(!this.#s)t?.$case==="connect"?this.#g(t.value):t?.$case==="error"&&this.#w(t);else if(t?.$case==="push")this.#P(t.value);else if(n===
0)this.#x();else{let r=this.#r.get(n);if(this.#r.delete(n),!t||!r)return;r.then?r.then(t):r.member?.reply(r.id,t)}}#g(e){
this.#s=e,this.#i=Date.now(),this.#l=e.session,this.#C(e);let[n]=this.#e.values(),t=this.#c??n;if(t){this.#c=t;for(let[r,
o]of e.subs)this.#R(r,[t],o,t.request.subs.get(r)?.offset);t.reply(1,{$case:"connect",value:e});for(let r of this.#e.values())
r!==t&&this.#y(r)}}#y(e){let n=new Map;for(let t of this.#n){let r=this.#t.get(t);r&&n.set(t,r.attach(e,e.request.subs.get(
t)))}e.reply(1,{$case:"connect",value:{...this.#s,time:0n,subs:n,expires:!1,ttl:0}}),this.#c||this.#T()}#w(e){let n=this.#c,
t={code:1,reason:"another tab could not connect",reconnect:!0,afterMs:1e3};for(let r of this.#p())r===n?r.reply(1,e):r.post(
{kind:"end",end:t})}#m(e){this.#s&&Date.now()-this.#i>Mo&&this.#a?.reset();let n={...e,afterMs:e.afterMs||Math.ceil(this.#a.
next())+1};for(let t of this.#p())t.post({kind:"end",end:n})}#p(){let e=[...this.#e.values()];return this.#o?.close(),this.#o=
void 0,this.#s=void 0,this.#c=void 0,this.#e.clear(),this.#t.clear(),this.#n.clear(),this.#r.clear(),this.#u=1,e}#b(e,n){
if(this.#e.delete(e),this.#e.size===0)return void this.#p();for(let t of[...this.#t.values()])this.#_(t,n);this.#c===n&&
(this.#c=void 0,this.#s&&this.#T())}#_(e,n){!e.leave(n)||!e.idle||this.#n.has(e.channel)||(this.#t.delete(e.channel),this.#v(
{$case:"unsubscribe",value:{channel:e.channel}},()=>{}))}#D(e,{id:n,request:t}){if(!(!t||!this.#o))switch(t.$case){case"\
subscribe":return this.#k(t.value).join(e,n,t.value);case"unsubscribe":{let r=this.#t.get(t.value.channel);return r&&this.#_(
r,e),e.reply(n,{$case:"unsubscribe",value:{}})}case"refresh":return this.#v(t,r=>{e.reply(n,r),r.$case==="refresh"&&this.#S(
e,t.value.token,r.value)});case"subRefresh":return this.#v(t,r=>{e.reply(n,r),r.$case==="subRefresh"&&this.#t.get(t.value.
channel)?.renewed(e,r.value.expires,r.value.ttl)});default:this.#E(t,{member:e,id:n,then:void 0})}}#k({channel:e}){let n=this.#t.
get(e);return n||this.#t.set(e,n=new kn(e,this.#v)),n}#v=(e,n)=>{this.#E(e,{member:void 0,id:0,then:n})};#E(e,n){let t=++this.#u;
this.#r.set(t,n),this.#o?.send({id:t,request:e})}#P({channel:e,event:n}){if(!n)return;let t=this.#t.get(e);if(n.$case===
"refresh"&&e==="")this.#C(n.value),this.#c?.push(e,n);else if(n.$case==="subscribe"){this.#R(e,this.#e.values(),qo(n.value));
for(let r of this.#e.values())r.push(e,n)}else if(t){if(t.push(n),!t.idle)return;this.#t.delete(e),this.#n.delete(e)}}#R(e,n,t,r=0n){
this.#n.add(e),this.#t.set(e,kn.ofServer(e,this.#v,n,t,r))}#x(){for(let[e,n]of[...this.#e])++n.missed>Bo?this.#b(e,n):n.
reply(0,void 0)}#S(e,n,t){this.#c=e,this.#C(t);for(let r of this.#e.values())r!==e&&r.post({kind:"token",token:n})}#C({expires:e,
ttl:n}){this.#d=e?Date.now()+n*1e3:void 0}#T(){if([this.#c]=this.#e.values(),this.#d===void 0)return;let e=Math.max(0,Math.
round((this.#d-Date.now())/1e3));this.#c?.push("",{$case:"refresh",value:{expires:!0,ttl:e}})}};function qo(e){return{...e,
expires:!1,ttl:0,publications:[],recovered:!1,wasRecovering:!1,delta:!1,id:0n,recovery:1}}var Uo=class{#e=new Map;#t=new Map;take(e,n){
e.kind==="open"&&this.#n(e.id,e.opening.key);let t=this.#t.get(e.id)??"",r=this.#e.get(t);r||this.#e.set(t,r=new $o(fetch.
bind(globalThis))),r.take(e,n)}#n(e,n){for(let[t,r]of this.#t)this.#e.get(r)?.has(t)||this.#t.delete(t);this.#t.set(e,n)}},
nr=class{receivers=new Map;attach(e,n){this.receivers.set(e,n)}detach(e){this.receivers.delete(e)}deliver(e,n){this.receivers.
get(e)?.take(n)}};function rr(){return Array.from(crypto.getRandomValues(new Uint32Array(4)),e=>e.toString(36)).join("-")}
var Io=class extends nr{#e=rr();#t;#n="";#r;constructor(e){super();let n=`fanwire-client ${Pt}`;this.#t=new BroadcastChannel(
n),this.#t.onmessage=({data:t})=>this.#a(t),this.#i({kind:"who"}),e.request(n,()=>(this.#r=new Uo,this.#i({kind:"leader",
leader:this.#e}),this.#o(this.#e),new Promise(()=>{})))}post(e){this.#r?queueMicrotask(()=>this.#r.take(e,n=>this.#s(e.id,
n))):this.#i({kind:"up",to:this.#n,from:this.#e,message:e})}#a(e){if(e.kind==="leader")return this.#o(e.leader);if(e.kind===
"who")return this.#r&&this.#i({kind:"leader",leader:this.#e});if(e.to!==this.#e)return;if(e.kind==="down")return this.deliver(
e.id,e.message);let{from:n,message:t}=e;this.#r?.take(t,r=>this.#i({kind:"down",to:n,id:t.id,message:r}))}#o(e){if(e!==this.#n){
this.#n=e;for(let n of[...this.receivers.values()])n.reset()}}#s(e,n){queueMicrotask(()=>this.deliver(e,n))}#i(e){this.#t.
postMessage(e)}},Rn=1e4,Ao=class{constructor(e,n,t){this.link=e,this.opening=n,this.handler=t,e.attach(this.#e,this),globalThis.
addEventListener?.("pagehide",this.#n),globalThis.addEventListener?.("pageshow",this.#r),this.#t.start(n.timing.firstFrame+
Rn),this.link.post({kind:"open",id:this.#e,opening:n})}link;opening;handler;#e=rr();#t=new Zn(()=>this.#s("the shared co\
nnection does not answer",T.Timeout));#n=()=>this.#c("close");#r=({persisted:e})=>{e&&this.#s("the page was put aside")};#a=!1;send(e){
this.link.post({kind:"send",id:this.#e,command:e})}close(){this.#c("close"),this.#u()}take(e){switch(this.#t.touch(),e.kind){case"\
reply":return this.#o(e.reply);case"end":return this.#i(e.end);case"error":return this.handler.error(new M(e.code,e.message,
e.temporary),e.ids);case"token":return this.handler.token?.(e.token)}}reset(){this.#a?this.#s("another tab leads now"):this.
link.post({kind:"open",id:this.#e,opening:this.opening})}#o(e){let{id:n,result:t}=e;if(t?.$case==="connect"){this.#a=!0;
let{ping:r}=t.value;this.#t.start(r>0?r*1e3+this.opening.timing.pingDelay+Rn:0)}else n===0&&!t&&this.#c("alive");this.handler.
reply(e)}#s(e,n){this.#c("close");let t={code:W.transportClosed,reason:e,reconnect:!0,afterMs:1};this.#i(n===void 0?t:{...t,
afterMs:0,cause:n})}#i(e){this.#u(),this.handler.end(e)}#u(){this.link.detach(this.#e),this.#t.stop(),globalThis.removeEventListener?.(
"pagehide",this.#n),globalThis.removeEventListener?.("pageshow",this.#r)}#c(e){this.link.post({kind:e,id:this.#e})}},No=3e3,
Fo=class extends nr{constructor(e){super(),this.port=e,e.onmessage=({data:n})=>{"id"in n&&this.deliver(n.id,n.message)}}port;post(e){
this.port.postMessage(e)}};function Wo(e){return new Promise(n=>{let t=setTimeout(()=>n(void 0),No),r=o=>{clearTimeout(t),
n(o)};try{let o=e();o.onerror=()=>r(void 0),o.port.onmessage=({data:i})=>{r("version"in i&&i.version===Pt?new Fo(o.port):
void 0)}}catch{r(void 0)}})}var Dn=new Map;function Lo(e,n,t){let r=(s,a)=>{let u={url:e,fetch:n.fetch??fetch.bind(globalThis)};return new er(u,t,s,
a)},{sharing:o=!0}=n;if(!o||n.fetch||!jo())return()=>r;let i=o===!0?void 0:String(o.worker);return s=>(a,u)=>{let h=Ho(e,
n,s);return new Go(Oo(i).then(d=>()=>d?new Ao(d,{key:h,url:e,timing:t,request:a},u):r(a,u)))}}function jo(){return typeof SharedWorker==
"function"||sr()!==void 0}function sr(){return typeof document=="object"&&typeof BroadcastChannel=="function"?navigator.
locks:void 0}function Ho(e,n,t){let{data:r,name:o,version:i,headers:s}=n;return JSON.stringify([e,ei(t),He(je(r)),o,i,s])}
function Oo(e){let n=e??"",t=Dn.get(n);return t||Dn.set(n,t=Vo(e)),t}async function Vo(e){if(typeof SharedWorker=="funct\
ion"){let t=await Wo(()=>e===void 0?new SharedWorker(new URL("./worker.js",import.meta.url),{type:"module"}):new SharedWorker(
e,{type:"module"}));if(t)return t}let n=sr();return n&&new Io(n)}var Go=class{#e;#t=!1;constructor(e){e.then(n=>{this.#t||
(this.#e=n())})}send(e){this.#e?.send(e)}close(){this.#t=!0,this.#e?.close()}},zo=class{constructor(e,n){this.subscribed=
e,this.events=n.map(t=>({$case:"pub",value:t})),this.#e=this.events.length+1e3}subscribed;events;#e;overflown=!1;add(e){
this.events.length<this.#e?this.events.push(e):this.overflown=!0}},Jo=class{constructor(e,n,t,r){this.channel=e,this.getState=
n,this.backoff=t,this.events=r}channel;getState;backoff;events;#e=new be;#t=0;#n=!1;#r=!1;#a=!0;holds({recovered:e,outcome:n,
position:t}){if(e||(this.#r=!0),!this.#r)return this.#a=!0,this.backoff.reset(),!1;if(this.#n&&e)return!0;let r={channel:this.
channel,position:t,outcome:n};return this.#a?this.#o(r):this.#s(r),!0}reset(){this.cancel(),this.#r=!0}cancel(){this.#t++,
this.#n=!1,this.#e.clear()}async#o(e){this.cancel();let n=this.#t;this.#n=!0,this.#a=!1;try{let t=await this.getState(e);
if(n!==this.#t)return;this.#n=!1,this.#r=!1,this.events.loaded(t??void 0)}catch(t){if(n!==this.#t)return;let r=`getState\
 for ${this.channel} failed: ${ge(t)}`;this.#s(e),this.events.failed(new M(T.State,r,!0,t))}}#s(e){this.cancel(),this.#n=
!0,this.#e.set(this.backoff.next(),()=>{this.#o(e)})}},ir=class{#e=new Set;wait(e,n){return new Promise((t,r)=>{let o,i=a=>{
clearTimeout(o),this.#e.delete(s),a()},s={resolve:()=>i(t),reject:a=>i(()=>r(a))};n!==void 0&&(o=setTimeout(()=>{s.reject(
new M(T.Timeout,`not ${e} within ${n/1e3} s`,!0))},n)),this.#e.add(s)})}resolve(){for(let e of[...this.#e])e.resolve()}reject(e){
for(let n of[...this.#e])n.reject(e)}},Ko=class extends Jn{constructor(e,n,t){super(),this.channel=e,this.options=n,this.
host=t,this.#e=new Gn(n.token,n.getToken,{channel:e}),this.#t=t.backoff(),this.#s=new We(n.since),this.#u=n.since!==void 0,
n.getState&&(this.#o=new Jo(e,n.getState,t.backoff(),{loaded:r=>this.#m(r),failed:r=>this.emit("error",r)}))}channel;options;host;#e;#t;#n=new be;#r=new be;#a=new ir;#o;#s;#i="\
unsubscribed";#u;#c=0;#d=!1;#l;get state(){return this.#i}get position(){return this.#s.since}subscribe(){this.#i==="uns\
ubscribed"&&(this.#E(wn.subscribeCalled,"subscribe called"),this.resume())}unsubscribe(){this.#P(pt.unsubscribeCalled,"u\
nsubscribe called")}async ready(e){if(this.#i!=="subscribed"){if(this.#i==="unsubscribed")throw En(this.channel,"call su\
bscribe()");await this.#a.wait(`subscribed to ${this.channel}`,e)}}publish(e,n){return this.host.calls.publish(this.channel,
e,n)}history(e){return this.host.calls.history(this.channel,e)}presence(){return this.host.calls.presence(this.channel)}presenceStats(){
return this.host.calls.presenceStats(this.channel)}resume(){this.#i==="subscribing"&&this.host.connected&&!this.#d&&this.#h()}suspend(){
this.#d=!1,this.#i==="subscribed"?this.#E(wn.transportClosed,"connection lost"):this.#R()}push(e){e.$case==="unsubscribe"?
this.#D(e.value.code,e.value.reason):e.$case==="refresh"?this.#k(e.value):this.#l?this.#l.add(e):this.#i==="subscribed"&&
this.#_(e)}#h(){this.#R();let e=this.#c,n=this.#e.current(this.host.now);if(n!==void 0)return this.#f(e,n);this.#e.fetch().
then(t=>{e===this.#c&&this.host.connected&&this.#f(e,t)},t=>{if(e===this.#c){if(t instanceof J)return this.#P(pt.unauthorized,
t.message);this.#y(e,this.#S(t))}})}#f(e,n){this.#d=!0;let t=Hn(this.channel,this.options,n,this.#u?this.#s.since:void 0);
this.host.request({$case:"subscribe",value:t},r=>{e===this.#c&&("error"in r?this.#g(e,r.error):r.result.$case==="subscri\
be"&&this.#w(r.result.value))})}#g(e,n){if(n.code===T.Timeout)return this.host.reconnect(W.subscribeTimeout,n.message);if(n.
code===T.TransportClosed)return;this.#d=!1;let t=n.code===Ln&&this.#e.renewable;if(t&&this.#e.drop(),t||n.temporary)return this.#y(
e,n);this.#P(n.code,n.message)}#y(e,n){this.emit("error",n),e===this.#c&&this.#n.set(this.#t.next(),()=>this.resume())}#w(e){
this.#s.subscribed(e),this.#u=e.recoverable,this.#k(e),this.#l=new zo(Nn(this.channel,e),e.publications),!this.#o?.holds(
this.#l.subscribed)&&this.#b()}#m(e){let n=this.#s.since,t=e&&(!n||e.epoch!==n.epoch||e.offset<n.offset);t?(this.#s=new We(
e),this.#u=!0):e&&this.#s.moveTo(e),this.#l&&(t||this.#l.overflown?this.#p():this.#b())}#p(){this.#x(),this.#h()}#b(){let{
subscribed:e,events:n}=this.#l,t=this.#c;this.#l=void 0,this.#i="subscribed",this.#t.reset(),this.emit("subscribed",e),this.#a.
resolve();for(let r of n){if(t!==this.#c)return;this.#_(r)}}#_(e){e.$case==="pub"?this.#s.take(e.value)&&this.emit("publ\
ication",_t(this.channel,e.value)):e.$case==="position"?this.#s.moveTo(e.value):(e.$case==="gap"&&this.#s.skip(e.value),
Fn(this,this.channel,e))}#D(e,n){if(this.#i!=="unsubscribed"){if(this.#d=!1,!jn(e))return this.#P(e,n);(e===Vs||e===_n)&&
this.#e.drop(),e===_n&&(this.#s.forget(),this.#o?.reset()),this.#E(e,n),this.resume()}}#k({expires:e,ttl:n}){this.#r.clear(),
e&&this.#e.renewable&&this.#r.set(Vn(n),()=>this.#v())}#v(){let e=this.#c,n=t=>{this.emit("error",t),e===this.#c&&this.#r.
set(this.#t.next(),()=>this.#v())};this.#e.fetch().then(t=>{e===this.#c&&this.host.request({$case:"subRefresh",value:{channel:this.
channel,token:t}},r=>{if(e===this.#c){if("error"in r)return r.error.temporary?n(r.error):this.#P(r.error.code,r.error.message);
r.result.$case==="subRefresh"&&this.#k(r.result.value)}})},t=>{if(e===this.#c){if(t instanceof J)return this.#P(pt.unauthorized,
t.message);n(this.#S(t))}})}#E(e,n){this.#R(),this.#i="subscribing",this.emit("subscribing",{channel:this.channel,code:e,
reason:n})}#P(e,n){this.#i!=="unsubscribed"&&(this.#x(),this.#R(),this.#o?.cancel(),this.#i="unsubscribed",this.emit("un\
subscribed",{channel:this.channel,code:e,reason:n}),this.#a.reject(En(this.channel,n)))}#R(){this.#c++,this.#l=void 0,this.#n.
clear(),this.#r.clear()}#x(){this.#d&&(this.#d=!1,this.host.request({$case:"unsubscribe",value:{channel:this.channel}},e=>{
"error"in e&&e.error.code===T.Timeout&&this.host.reconnect(W.subscribeTimeout,e.error.message)}))}#S(e){let n=`getToken \
for ${this.channel} failed: ${ge(e)}`;return new M(T.SubscriptionToken,n,!0,e)}};function En(e,n){return new M(T.Unsubscribed,
`not subscribed to ${e}: ${n}`)}function Xo(e){return{firstFrame:e.firstFrameTimeout??5e3,accept:e.acceptTimeout??5e3,pingDelay:e.
maxPingDelay??1e4,minDelay:e.minReconnectDelay??500,maxDelay:e.maxReconnectDelay??2e4}}var or=class extends Jn{#e;#t;#n=new ri(
this);#r=new Map;#a=new ir;constructor(e,n={}){super();let t=Xo(n);this.#e=new ni(n,Lo(String(e).replace(/\/+$/,""),n,t),
t,{connecting:r=>this.#o(r),connected:r=>{let{client:o,version:i,data:s}=r;this.emit("connected",{client:o,version:i,data:s}),
this.#n.connected(r);for(let a of this.#r.values())a.resume();this.#a.resolve()},disconnected:r=>this.#s(r),push:(r,o)=>this.#u(
r,o),error:r=>this.emit("error",r),subs:()=>this.#n.requests()}),this.#t=new Os(async r=>(await this.ready(this.#e.timeout),
new Promise((o,i)=>{this.#e.request(r,s=>{"error"in s?i(s.error):o(s.result)})})))}get state(){return this.#e.state}connect(){
this.#e.start()}disconnect(){this.#e.stop(Fe.disconnectCalled,"disconnect called")}async ready(e){if(this.state!=="conne\
cted"){if(this.state==="disconnected")throw xn("call connect()");await this.#a.wait("connected",e)}}newSubscription(e,n={}){
if(this.#r.has(e))throw new Error(`there is a subscription to ${e} already: use getSubscription, or removeSubscription f\
irst`);let t=this.#e,r=new Ko(e,n,{get connected(){return t.state==="connected"},get now(){return t.now},calls:this.#t,backoff:()=>t.
backoff(),request:(o,i)=>t.request(o,i),reconnect:(o,i)=>t.reconnect(o,i)});return this.#r.set(e,r),r}getSubscription(e){
return this.#r.get(e)}removeSubscription(e){e.unsubscribe(),this.#r.get(e.channel)===e&&this.#r.delete(e.channel)}publish(e,n,t){
return this.#t.publish(e,n,t)}history(e,n){return this.#t.history(e,n)}presence(e){return this.#t.presence(e)}presenceStats(e){
return this.#t.presenceStats(e)}#o(e){this.emit("connecting",e),this.#i(e)}#s(e){this.emit("disconnected",e),this.#i(e),
this.#a.reject(xn(e.reason))}#i({code:e,reason:n}){this.#n.suspend(e,n);for(let t of this.#r.values())t.suspend()}#u(e,n){
let t=this.#r.get(e);t&&n.$case!=="subscribe"?t.push(n):this.#n.push(e,n)}};function xn(e){return new M(T.Disconnected,`\
disconnected: ${e}`)}function cr(){let e=this.buf,n=this.pos,t=0,r=0;for(let i=0;i<28;i+=7){let s=e[n++];if(t|=(s&127)<<i,(s&128)==0){this.pos=
n,this.assertBounds(),this.varint64Lo=t,this.varint64Hi=r;return}}let o=e[n++];if(t|=(o&15)<<28,r=(o&112)>>4,(o&128)==0){
this.pos=n,this.assertBounds(),this.varint64Lo=t,this.varint64Hi=r;return}for(let i=3;i<=31;i+=7){let s=e[n++];if(r|=(s&
127)<<i,(s&128)==0){this.pos=n,this.assertBounds(),this.varint64Lo=t,this.varint64Hi=r;return}}throw new Error("invalid \
varint")}var Oe=4294967296;function Rt(e){let n=e[0]==="-";n&&(e=e.slice(1));let t=1e6,r=0,o=0;function i(s,a){let u=Number(e.slice(
s,a));o*=t,r=r*t+u,r>=Oe&&(o=o+(r/Oe|0),r=r%Oe)}return i(-24,-18),i(-18,-12),i(-12,-6),i(-6),n?dr(r,o):Et(r,o)}function ur(e,n){
let t=Et(e,n),r=t.hi&2147483648;r&&(t=dr(t.lo,t.hi));let o=Dt(t.lo,t.hi);return r?"-"+o:o}function Dt(e,n){if({lo:e,hi:n}=
Yo(e,n),n<=2097151)return String(Oe*n+e);let t=e&16777215,r=(e>>>24|n<<8)&16777215,o=n>>16&65535,i=t+r*6777216+o*6710656,
s=r+o*8147497,a=o*2,u=1e7;return i>=u&&(s+=Math.floor(i/u),i%=u),s>=u&&(a+=Math.floor(s/u),s%=u),a.toString()+ar(s)+ar(i)}
function Yo(e,n){return{lo:e>>>0,hi:n>>>0}}function Et(e,n){return{lo:e|0,hi:n|0}}function dr(e,n){return n=~n,e?e=~e+1:
n+=1,Et(e,n)}var ar=e=>{let n=String(e);return"0000000".slice(n.length)+n};function lr(){let e=this.buf[this.pos++];if((e&128)===0)return this.assertBounds(),e;let n=e&127;if(e=this.buf[this.pos++],
n|=(e&127)<<7,(e&128)===0)return this.assertBounds(),n;if(e=this.buf[this.pos++],n|=(e&127)<<14,(e&128)===0)return this.
assertBounds(),n;if(e=this.buf[this.pos++],n|=(e&127)<<21,(e&128)===0)return this.assertBounds(),n;e=this.buf[this.pos++],
n|=(e&15)<<28;for(let t=5;(e&128)!==0&&t<10;t++)e=this.buf[this.pos++];if((e&128)!==0)throw new Error("invalid varint");
return this.assertBounds(),n>>>0}var I=Qo();function Qo(){let e=new DataView(new ArrayBuffer(8));if(typeof BigInt=="function"&&typeof e.getBigInt64=="fun\
ction"&&typeof e.getBigUint64=="function"&&typeof e.setBigInt64=="function"&&typeof e.setBigUint64=="function"&&(!!globalThis.
Deno||!!globalThis.Bun||typeof process!="object"||typeof process.env!="object"||process.env.BUF_BIGINT_DISABLE!=="1")){let t=BigInt(
"-9223372036854775808"),r=BigInt("9223372036854775807"),o=BigInt("0"),i=BigInt("18446744073709551615");return{zero:BigInt(
0),supported:!0,parse(s){let a=typeof s=="bigint"?s:BigInt(s);if(a>r||a<t)throw new Error(`invalid int64: ${s}`);return a},
uParse(s){let a=typeof s=="bigint"?s:BigInt(s);if(a>i||a<o)throw new Error(`invalid uint64: ${s}`);return a},enc(s){return e.
setBigInt64(0,this.parse(s),!0),{lo:e.getInt32(0,!0),hi:e.getInt32(4,!0)}},uEnc(s){return e.setBigInt64(0,this.uParse(s),
!0),{lo:e.getInt32(0,!0),hi:e.getInt32(4,!0)}},dec(s,a){return e.setInt32(0,s,!0),e.setInt32(4,a,!0),e.getBigInt64(0,!0)},
uDec(s,a){return e.setInt32(0,s,!0),e.setInt32(4,a,!0),e.getBigUint64(0,!0)}}}return{zero:"0",supported:!1,parse(t){return typeof t!=
"string"&&(t=t.toString()),hr(t),t},uParse(t){return typeof t!="string"&&(t=t.toString()),fr(t),t},enc(t){return typeof t!=
"string"&&(t=t.toString()),hr(t),Rt(t)},uEnc(t){return typeof t!="string"&&(t=t.toString()),fr(t),Rt(t)},dec(t,r){return ur(
t,r)},uDec(t,r){return Dt(t,r)}}}function hr(e){if(!/^-?[0-9]+$/.test(e))throw new Error("invalid int64: "+e)}function fr(e){
if(!/^[0-9]+$/.test(e))throw new Error("invalid uint64: "+e)}var xt;function Zo(e){var n;xt=Object.assign(Object.assign({},e),{encodeUtf8Into:(n=e.encodeUtf8Into)!==null&&n!==void 0?
n:Ct(e.encodeUtf8.bind(e))})}function St(){if(!xt){let e=globalThis;if(!e.TextEncoder||!e.TextDecoder)throw new Error("e\
ncoding API missing: install TextEncoder and TextDecoder on globalThis");let n=new e.TextEncoder,t=new e.TextDecoder("ut\
f-8",{ignoreBOM:!0}),r,o={encodeUtf8(s){return n.encode(s)},decodeUtf8(s,a){return a?(r||(r=new e.TextDecoder("utf-8",{fatal:!0,
ignoreBOM:!0})),r.decode(s)):t.decode(s)},checkUtf8(s){try{return encodeURIComponent(s),!0}catch{return!1}}};n.encodeInto&&
(o.encodeUtf8Into=n.encodeInto.bind(n));let i=String.prototype.isWellFormed;i&&(o.checkUtf8=s=>i.call(s)),Zo(o)}return xt}
function Ct(e){return(n,t)=>{let r=e(n);return t.set(r),{written:r.byteLength}}}var K;(function(e){e[e.Varint=0]="Varint",e[e.Bit64=1]="Bit64",e[e.LengthDelimited=2]="LengthDelimited",e[e.StartGroup=3]=
"StartGroup",e[e.EndGroup=4]="EndGroup",e[e.Bit32=5]="Bit32"})(K||(K={}));var ea=4294967295,ta=2147483647,na=-2147483648,g=class{constructor(n){this.stackPos=[],this.encodeUtf8Into=n?Ct(n):St().
encodeUtf8Into,this.buffer=br,this.viewCache=sa,this.pos=0}ensureCapacity(n){let t=this.pos+n;if(t>this.buffer.length){let r=this.
buffer.length||ra;for(;r<t;)r*=2;let o=new Uint8Array(r);this.pos>0&&o.set(this.buffer),this.buffer=o}}view(){let n=this.
buffer,t=this.viewCache;if(t.byteLength===n.byteLength)return t;let r=new DataView(n.buffer);return this.viewCache=r,r}finish(){
let n=this.buffer.slice(0,this.pos);return this.pos=0,this.stackPos=[],n}fork(){return this.stackPos.push(this.pos),this.
ensureCapacity(ye),this.buffer[this.pos++]=0,this}join(){let n=this.stackPos.pop();if(n===void 0)throw new Error("invali\
d state, fork stack empty");let t=this.pos-n-ye,r=Tt(t);return r>ye&&(this.ensureCapacity(r-ye),this.buffer.copyWithin(n+
r,n+ye,this.pos)),this.pos=n,this.uint32(t),this.pos+=t,this}tag(n,t){return this.uint32((n<<3|t)>>>0)}raw(n){return this.
ensureCapacity(n.length),this.buffer.set(n,this.pos),this.pos+=n.length,this}uint32(n){if(pr(n),this.ensureCapacity(5),n<
128)return this.buffer[this.pos++]=n,this;for(;n>127;)this.buffer[this.pos++]=n&127|128,n>>>=7;return this.buffer[this.pos++]=
n,this}int32(n){if(Bt(n),n>=0)return this.uint32(n);this.ensureCapacity(10);for(let t=0;t<9;t++)this.buffer[this.pos++]=
n&127|128,n>>=7;return this.buffer[this.pos++]=1,this}bool(n){return this.ensureCapacity(1),this.buffer[this.pos++]=n?1:
0,this}bytes(n){return this.uint32(n.byteLength),this.raw(n)}string(n){typeof n!="string"&&(n=String(n));let t=n.length;
if(t<=gr){this.ensureCapacity(t+1);let u=this.buffer,h=this.pos;u[h++]=t;let d=0;for(;d<t;d++){let p=n.charCodeAt(d);if(p>
127)break;u[h++]=p}if(d==t)return this.pos=h,this}this.ensureCapacity(t*3+5);let r=Tt(t),o=this.buffer,i=this.pos,{written:s}=this.
encodeUtf8Into(n,o.subarray(i+r)),a=Tt(s);return a!=r&&o.copyWithin(i+a,i+r,i+r+s),this.uint32(s),this.pos+=s,this}float(n){
return ia(n),this.ensureCapacity(4),this.view().setFloat32(this.pos,n,!0),this.pos+=4,this}double(n){return this.ensureCapacity(
8),this.view().setFloat64(this.pos,n,!0),this.pos+=8,this}fixed32(n){return pr(n),this.ensureCapacity(4),this.view().setUint32(
this.pos,n,!0),this.pos+=4,this}sfixed32(n){return Bt(n),this.ensureCapacity(4),this.view().setInt32(this.pos,n,!0),this.
pos+=4,this}sint32(n){return Bt(n),this.uint32((n<<1^n>>31)>>>0)}sfixed64(n){let t=I.enc(n);this.ensureCapacity(8);let r=this.
view();return r.setInt32(this.pos,t.lo,!0),r.setInt32(this.pos+4,t.hi,!0),this.pos+=8,this}fixed64(n){let t=I.uEnc(n);this.
ensureCapacity(8);let r=this.view();return r.setInt32(this.pos,t.lo,!0),r.setInt32(this.pos+4,t.hi,!0),this.pos+=8,this}int64(n){
let t=I.enc(n);return this.writeVarint64(t.lo,t.hi)}sint64(n){let t=I.enc(n),r=t.hi>>31,o=t.lo<<1^r,i=(t.hi<<1|t.lo>>>31)^
r;return this.writeVarint64(o,i)}uint64(n){let t=I.uEnc(n);return this.writeVarint64(t.lo,t.hi)}writeVarint64(n,t){this.
ensureCapacity(10);let r=this.buffer,o=this.pos;for(let a=0;a<28;a=a+7){let u=n>>>a,h=!(!(u>>>7)&&t==0);if(r[o++]=(h?u|128:
u)&255,!h)return this.pos=o,this}let i=n>>>28&15|(t&7)<<4,s=t>>3!=0;if(r[o++]=(s?i|128:i)&255,!s)return this.pos=o,this;
for(let a=3;a<31;a=a+7){let u=t>>>a,h=!!(u>>>7);if(r[o++]=(h?u|128:u)&255,!h)return this.pos=o,this}return r[o++]=t>>>31&
1,this.pos=o,this}},ra=128,ye=1,br=new Uint8Array(0),sa=new DataView(br.buffer),gr=32;function Tt(e){return e<128?1:e<16384?
2:e<2097152?3:e<268435456?4:5}var f=class{constructor(n,t=St().decodeUtf8){this.decodeUtf8=t,this.varint64Lo=0,this.varint64Hi=
0,this.varint64=cr,this.uint32=lr,this.buf=n,this.len=n.length,this.pos=0,this.view=new DataView(n.buffer,n.byteOffset,n.
byteLength)}tag(){let n=this.pos,t=this.uint32(),r=this.pos-n;if(r>5||r==5&&this.buf[this.pos-1]>15)throw new Error("ill\
egal tag: varint overflows uint32");let o=t>>>3,i=t&7;if(o<=0||i>5)throw new Error("illegal tag: field no "+o+" wire typ\
e "+i);return[o,i]}skip(n,t,r=100){let o=this.pos;switch(n){case K.Varint:for(;this.buf[this.pos++]&128;);break;case K.Bit64:
this.pos+=4;case K.Bit32:this.pos+=4;break;case K.LengthDelimited:let i=this.uint32();this.pos+=i;break;case K.StartGroup:
if(r<=0)throw new Error("maximum recursion depth reached");for(;;){let[s,a]=this.tag();if(a===K.EndGroup){if(t!==void 0&&
s!==t)throw new Error("invalid end group tag");break}this.skip(a,s,r-1)}break;default:throw new Error("cant skip wire ty\
pe "+n)}return this.assertBounds(),this.buf.subarray(o,this.pos)}assertBounds(){if(this.pos>this.len)throw new RangeError(
"premature EOF")}int32(){return this.uint32()|0}sint32(){let n=this.uint32();return n>>>1^-(n&1)}int64(){return this.varint64(),
I.dec(this.varint64Lo,this.varint64Hi)}uint64(){return this.varint64(),I.uDec(this.varint64Lo,this.varint64Hi)}sint64(){
this.varint64();let n=this.varint64Lo,t=this.varint64Hi,r=-(n&1);return n=(n>>>1|(t&1)<<31)^r,t=t>>>1^r,I.dec(n,t)}bool(){
let n=this.buf[this.pos];return n<128?(this.pos++,n!==0):(this.varint64(),this.varint64Lo!==0||this.varint64Hi!==0)}fixed32(){
return this.view.getUint32((this.pos+=4)-4,!0)}sfixed32(){return this.view.getInt32((this.pos+=4)-4,!0)}fixed64(){return I.
uDec(this.sfixed32(),this.sfixed32())}sfixed64(){return I.dec(this.sfixed32(),this.sfixed32())}float(){return this.view.
getFloat32((this.pos+=4)-4,!0)}double(){return this.view.getFloat64((this.pos+=8)-8,!0)}bytes(){let n=this.uint32(),t=this.
pos;return this.pos+=n,this.assertBounds(),this.buf.subarray(t,t+n)}string(n){let t=this.uint32(),r=this.pos;this.pos+=t,
this.assertBounds();let o=this.buf;if(t<=gr){let i=new Array(t);for(let s=0;s<t;s++){let a=o[r+s];if(a>127)return this.decodeUtf8(
o.subarray(r,this.pos),n);i[s]=a}return String.fromCharCode.apply(String,i)}return this.decodeUtf8(o.subarray(r,this.pos),
n)}};function Bt(e){if(typeof e=="string")e=Number(e);else if(typeof e!="number")throw new Error("invalid int32: "+typeof e);
if(!Number.isInteger(e)||e>ta||e<na)throw new Error("invalid int32: "+e)}function pr(e){if(typeof e=="string")e=Number(e);else if(typeof e!=
"number")throw new Error("invalid uint32: "+typeof e);if(!Number.isInteger(e)||e>ea||e<0)throw new Error("invalid uint32\
: "+e)}function ia(e){if(typeof e=="string"){let n=e;if(e=Number(e),Number.isNaN(e)&&n!=="NaN")throw new Error("invalid \
float32: "+n)}else if(typeof e!="number")throw new Error("invalid float32: "+typeof e);if(!Number.isFinite(Math.fround(e))&&
Number.isFinite(e))throw new Error("invalid float32: "+e)}function oa(){return{code:0,message:"",temporary:!1}}var Ve={encode(e,n=new g){throw new Error("encode not generated for\
 PbError")},decode(e,n){let t=e instanceof f?e:new f(e),r=t.__tsProtoDecodeDepth??0;if(r>=100)throw new globalThis.Error(
"protobuf decode recursion limit exceeded");t.__tsProtoDecodeDepth=r+1;try{let o=n===void 0?t.len:t.pos+n,i=oa();for(;t.
pos<o;){let s=t.uint32();switch(s>>>3){case 1:{if(s!==8)break;i.code=t.uint32();continue}case 2:{if(s!==18)break;i.message=
t.string();continue}case 3:{if(s!==24)break;i.temporary=t.bool();continue}}if((s&7)===4||s===0)break;t.skip(s&7)}return i}finally{
t.__tsProtoDecodeDepth=r}}};function aa(){return{user:"",client:"",connInfo:new Uint8Array(0),chanInfo:new Uint8Array(0)}}
var ae={encode(e,n=new g){throw new Error("encode not generated for PbClientInfo")},decode(e,n){let t=e instanceof f?e:new f(
e),r=t.__tsProtoDecodeDepth??0;if(r>=100)throw new globalThis.Error("protobuf decode recursion limit exceeded");t.__tsProtoDecodeDepth=
r+1;try{let o=n===void 0?t.len:t.pos+n,i=aa();for(;t.pos<o;){let s=t.uint32();switch(s>>>3){case 1:{if(s!==10)break;i.user=
t.string();continue}case 2:{if(s!==18)break;i.client=t.string();continue}case 3:{if(s!==26)break;i.connInfo=t.bytes();continue}case 4:{
if(s!==34)break;i.chanInfo=t.bytes();continue}}if((s&7)===4||s===0)break;t.skip(s&7)}return i}finally{t.__tsProtoDecodeDepth=
r}}};function ca(){return{data:new Uint8Array(0),info:void 0,offset:0n,tags:new Map,delta:!1,time:0n,channel:"",key:"",removed:!1,
score:0n,epoch:"",version:0n}}var we={encode(e,n=new g){throw new Error("encode not generated for PbPublication")},decode(e,n){
let t=e instanceof f?e:new f(e),r=t.__tsProtoDecodeDepth??0;if(r>=100)throw new globalThis.Error("protobuf decode recurs\
ion limit exceeded");t.__tsProtoDecodeDepth=r+1;try{let o=n===void 0?t.len:t.pos+n,i=ca();for(;t.pos<o;){let s=t.uint32();
switch(s>>>3){case 4:{if(s!==34)break;i.data=t.bytes();continue}case 5:{if(s!==42)break;i.info=ae.decode(t,t.uint32());continue}case 6:{
if(s!==48)break;i.offset=t.uint64();continue}case 7:{if(s!==58)break;let a=da.decode(t,t.uint32());a.value!==void 0&&i.tags.
set(a.key,a.value);continue}case 8:{if(s!==64)break;i.delta=t.bool();continue}case 9:{if(s!==72)break;i.time=t.int64();continue}case 10:{
if(s!==82)break;i.channel=t.string();continue}case 11:{if(s!==90)break;i.key=t.string();continue}case 12:{if(s!==96)break;
i.removed=t.bool();continue}case 13:{if(s!==104)break;i.score=t.sint64();continue}case 14:{if(s!==114)break;i.epoch=t.string();
continue}case 16:{if(s!==128)break;i.version=t.uint64();continue}}if((s&7)===4||s===0)break;t.skip(s&7)}return i}finally{
t.__tsProtoDecodeDepth=r}}};function ua(){return{key:"",value:""}}var da={encode(e,n=new g){throw new Error("encode not \
generated for PbPublication_TagsEntry")},decode(e,n){let t=e instanceof f?e:new f(e),r=t.__tsProtoDecodeDepth??0;if(r>=100)
throw new globalThis.Error("protobuf decode recursion limit exceeded");t.__tsProtoDecodeDepth=r+1;try{let o=n===void 0?t.
len:t.pos+n,i=ua();for(;t.pos<o;){let s=t.uint32();switch(s>>>3){case 1:{if(s!==10)break;i.key=t.string();continue}case 2:{
if(s!==18)break;i.value=t.string();continue}}if((s&7)===4||s===0)break;t.skip(s&7)}return i}finally{t.__tsProtoDecodeDepth=
r}}};function la(){return{offset:0n,epoch:""}}var Ge={encode(e,n=new g){if(e.offset!==0n){if(BigInt.asUintN(64,e.offset)!==
e.offset)throw new globalThis.Error("value provided for field message.offset of type uint64 too large");n.uint32(8).uint64(
e.offset)}return e.epoch!==""&&n.uint32(18).string(e.epoch),n},decode(e,n){let t=e instanceof f?e:new f(e),r=t.__tsProtoDecodeDepth??
0;if(r>=100)throw new globalThis.Error("protobuf decode recursion limit exceeded");t.__tsProtoDecodeDepth=r+1;try{let o=n===
void 0?t.len:t.pos+n,i=la();for(;t.pos<o;){let s=t.uint32();switch(s>>>3){case 1:{if(s!==8)break;i.offset=t.uint64();continue}case 2:{
if(s!==18)break;i.epoch=t.string();continue}}if((s&7)===4||s===0)break;t.skip(s&7)}return i}finally{t.__tsProtoDecodeDepth=
r}}},Mt={encode(e,n=new g){e.op!==""&&n.uint32(10).string(e.op),e.key!==""&&n.uint32(18).string(e.key),e.cmp!==""&&n.uint32(
26).string(e.cmp),e.val!==""&&n.uint32(34).string(e.val);for(let t of e.vals)n.uint32(42).string(t);for(let t of e.nodes)
Mt.encode(t,n.uint32(50).fork()).join();return n},decode(e,n){throw new Error("decode not generated for PbFilterNode")}};var $t={encode(e,n=new g){if(e.token!==""&&n.uint32(10).string(e.token),e.data.length!==0&&n.uint32(18).bytes(e.data),e.
subs.forEach((t,r)=>{ha.encode({key:r,value:t},n.uint32(26).fork()).join()}),e.name!==""&&n.uint32(34).string(e.name),e.
version!==""&&n.uint32(42).string(e.version),e.headers.forEach((t,r)=>{fa.encode({key:r,value:t},n.uint32(50).fork()).join()}),
e.flag!==0n){if(BigInt.asIntN(64,e.flag)!==e.flag)throw new globalThis.Error("value provided for field message.flag of t\
ype int64 too large");n.uint32(56).int64(e.flag)}return e.previousSession!==""&&n.uint32(802).string(e.previousSession),
e.gapSupport!==!1&&n.uint32(808).bool(e.gapSupport),n},decode(e,n){throw new Error("decode not generated for PbConnectRe\
quest")}},ha={encode(e,n=new g){return e.key!==""&&n.uint32(10).string(e.key),e.value!==void 0&&qt.encode(e.value,n.uint32(
18).fork()).join(),n},decode(e,n){throw new Error("decode not generated for PbConnectRequest_SubsEntry")}},fa={encode(e,n=new g){
return e.key!==""&&n.uint32(10).string(e.key),e.value!==""&&n.uint32(18).string(e.value),n},decode(e,n){throw new Error(
"decode not generated for PbConnectRequest_HeadersEntry")}};function pa(){return{client:"",version:"",expires:!1,ttl:0,data:new Uint8Array(
0),subs:new Map,ping:0,pong:!1,session:"",node:"",time:0n,flag:0n,subErrors:new Map}}var mr={encode(e,n=new g){throw new Error(
"encode not generated for PbConnectResult")},decode(e,n){let t=e instanceof f?e:new f(e),r=t.__tsProtoDecodeDepth??0;if(r>=
100)throw new globalThis.Error("protobuf decode recursion limit exceeded");t.__tsProtoDecodeDepth=r+1;try{let o=n===void 0?
t.len:t.pos+n,i=pa();for(;t.pos<o;){let s=t.uint32();switch(s>>>3){case 1:{if(s!==10)break;i.client=t.string();continue}case 2:{
if(s!==18)break;i.version=t.string();continue}case 3:{if(s!==24)break;i.expires=t.bool();continue}case 4:{if(s!==32)break;
i.ttl=t.uint32();continue}case 5:{if(s!==42)break;i.data=t.bytes();continue}case 6:{if(s!==50)break;let a=ga.decode(t,t.
uint32());a.value!==void 0&&i.subs.set(a.key,a.value);continue}case 7:{if(s!==56)break;i.ping=t.uint32();continue}case 8:{
if(s!==64)break;i.pong=t.bool();continue}case 9:{if(s!==74)break;i.session=t.string();continue}case 10:{if(s!==82)break;
i.node=t.string();continue}case 11:{if(s!==88)break;i.time=t.int64();continue}case 12:{if(s!==96)break;i.flag=t.int64();
continue}case 100:{if(s!==802)break;let a=ya.decode(t,t.uint32());a.value!==void 0&&i.subErrors.set(a.key,a.value);continue}}
if((s&7)===4||s===0)break;t.skip(s&7)}return i}finally{t.__tsProtoDecodeDepth=r}}};function ba(){return{key:"",value:void 0}}
var ga={encode(e,n=new g){throw new Error("encode not generated for PbConnectResult_SubsEntry")},decode(e,n){let t=e instanceof
f?e:new f(e),r=t.__tsProtoDecodeDepth??0;if(r>=100)throw new globalThis.Error("protobuf decode recursion limit exceeded");
t.__tsProtoDecodeDepth=r+1;try{let o=n===void 0?t.len:t.pos+n,i=ba();for(;t.pos<o;){let s=t.uint32();switch(s>>>3){case 1:{
if(s!==10)break;i.key=t.string();continue}case 2:{if(s!==18)break;i.value=_e.decode(t,t.uint32());continue}}if((s&7)===4||
s===0)break;t.skip(s&7)}return i}finally{t.__tsProtoDecodeDepth=r}}};function ma(){return{key:"",value:void 0}}var ya={encode(e,n=new g){
throw new Error("encode not generated for PbConnectResult_SubErrorsEntry")},decode(e,n){let t=e instanceof f?e:new f(e),
r=t.__tsProtoDecodeDepth??0;if(r>=100)throw new globalThis.Error("protobuf decode recursion limit exceeded");t.__tsProtoDecodeDepth=
r+1;try{let o=n===void 0?t.len:t.pos+n,i=ma();for(;t.pos<o;){let s=t.uint32();switch(s>>>3){case 1:{if(s!==10)break;i.key=
t.string();continue}case 2:{if(s!==18)break;i.value=Ve.decode(t,t.uint32());continue}}if((s&7)===4||s===0)break;t.skip(s&
7)}return i}finally{t.__tsProtoDecodeDepth=r}}},yr={encode(e,n=new g){return e.token!==""&&n.uint32(10).string(e.token),
n},decode(e,n){throw new Error("decode not generated for PbRefreshRequest")}};function wa(){return{client:"",version:"",
expires:!1,ttl:0}}var wr={encode(e,n=new g){throw new Error("encode not generated for PbRefreshResult")},decode(e,n){let t=e instanceof
f?e:new f(e),r=t.__tsProtoDecodeDepth??0;if(r>=100)throw new globalThis.Error("protobuf decode recursion limit exceeded");
t.__tsProtoDecodeDepth=r+1;try{let o=n===void 0?t.len:t.pos+n,i=wa();for(;t.pos<o;){let s=t.uint32();switch(s>>>3){case 1:{
if(s!==10)break;i.client=t.string();continue}case 2:{if(s!==18)break;i.version=t.string();continue}case 3:{if(s!==24)break;
i.expires=t.bool();continue}case 4:{if(s!==32)break;i.ttl=t.uint32();continue}}if((s&7)===4||s===0)break;t.skip(s&7)}return i}finally{
t.__tsProtoDecodeDepth=r}}},qt={encode(e,n=new g){if(e.channel!==""&&n.uint32(10).string(e.channel),e.token!==""&&n.uint32(
18).string(e.token),e.recover!==!1&&n.uint32(24).bool(e.recover),e.epoch!==""&&n.uint32(50).string(e.epoch),e.offset!==0n){
if(BigInt.asUintN(64,e.offset)!==e.offset)throw new globalThis.Error("value provided for field message.offset of type ui\
nt64 too large");n.uint32(56).uint64(e.offset)}if(e.data.length!==0&&n.uint32(66).bytes(e.data),e.positioned!==!1&&n.uint32(
72).bool(e.positioned),e.recoverable!==!1&&n.uint32(80).bool(e.recoverable),e.joinLeave!==!1&&n.uint32(88).bool(e.joinLeave),
e.delta!==""&&n.uint32(98).string(e.delta),e.tf!==void 0&&Mt.encode(e.tf,n.uint32(106).fork()).join(),e.flag!==0n){if(BigInt.
asIntN(64,e.flag)!==e.flag)throw new globalThis.Error("value provided for field message.flag of type int64 too large");n.
uint32(112).int64(e.flag)}return e.type!==0&&n.uint32(120).int32(e.type),n},decode(e,n){throw new Error("decode not gene\
rated for PbSubscribeRequest")}};function _a(){return{expires:!1,ttl:0,recoverable:!1,epoch:"",publications:[],recovered:!1,
offset:0n,positioned:!1,data:new Uint8Array(0),wasRecovering:!1,delta:!1,id:0n,recovery:0}}var _e={encode(e,n=new g){throw new Error(
"encode not generated for PbSubscribeResult")},decode(e,n){let t=e instanceof f?e:new f(e),r=t.__tsProtoDecodeDepth??0;if(r>=
100)throw new globalThis.Error("protobuf decode recursion limit exceeded");t.__tsProtoDecodeDepth=r+1;try{let o=n===void 0?
t.len:t.pos+n,i=_a();for(;t.pos<o;){let s=t.uint32();switch(s>>>3){case 1:{if(s!==8)break;i.expires=t.bool();continue}case 2:{
if(s!==16)break;i.ttl=t.uint32();continue}case 3:{if(s!==24)break;i.recoverable=t.bool();continue}case 6:{if(s!==50)break;
i.epoch=t.string();continue}case 7:{if(s!==58)break;i.publications.push(we.decode(t,t.uint32()));continue}case 8:{if(s!==
64)break;i.recovered=t.bool();continue}case 9:{if(s!==72)break;i.offset=t.uint64();continue}case 10:{if(s!==80)break;i.positioned=
t.bool();continue}case 11:{if(s!==90)break;i.data=t.bytes();continue}case 12:{if(s!==96)break;i.wasRecovering=t.bool();continue}case 13:{
if(s!==104)break;i.delta=t.bool();continue}case 14:{if(s!==112)break;i.id=t.int64();continue}case 100:{if(s!==800)break;
i.recovery=t.int32();continue}}if((s&7)===4||s===0)break;t.skip(s&7)}return i}finally{t.__tsProtoDecodeDepth=r}}},_r={encode(e,n=new g){
return e.channel!==""&&n.uint32(10).string(e.channel),e.token!==""&&n.uint32(18).string(e.token),n},decode(e,n){throw new Error(
"decode not generated for PbSubRefreshRequest")}};function va(){return{expires:!1,ttl:0}}var vr={encode(e,n=new g){throw new Error(
"encode not generated for PbSubRefreshResult")},decode(e,n){let t=e instanceof f?e:new f(e),r=t.__tsProtoDecodeDepth??0;
if(r>=100)throw new globalThis.Error("protobuf decode recursion limit exceeded");t.__tsProtoDecodeDepth=r+1;try{let o=n===
void 0?t.len:t.pos+n,i=va();for(;t.pos<o;){let s=t.uint32();switch(s>>>3){case 1:{if(s!==8)break;i.expires=t.bool();continue}case 2:{
if(s!==16)break;i.ttl=t.uint32();continue}}if((s&7)===4||s===0)break;t.skip(s&7)}return i}finally{t.__tsProtoDecodeDepth=
r}}},Pr={encode(e,n=new g){return e.channel!==""&&n.uint32(10).string(e.channel),n},decode(e,n){throw new Error("decode \
not generated for PbUnsubscribeRequest")}};function Pa(){return{}}var kr={encode(e,n=new g){throw new Error("encode not \
generated for PbUnsubscribeResult")},decode(e,n){let t=e instanceof f?e:new f(e),r=t.__tsProtoDecodeDepth??0;if(r>=100)throw new globalThis.
Error("protobuf decode recursion limit exceeded");t.__tsProtoDecodeDepth=r+1;try{let o=n===void 0?t.len:t.pos+n,i=Pa();for(;t.
pos<o;){let s=t.uint32();if(s>>>3,(s&7)===4||s===0)break;t.skip(s&7)}return i}finally{t.__tsProtoDecodeDepth=r}}},Rr={encode(e,n=new g){
return e.channel!==""&&n.uint32(10).string(e.channel),e.data.length!==0&&n.uint32(18).bytes(e.data),e.idempotencyKey!==""&&
n.uint32(802).string(e.idempotencyKey),n},decode(e,n){throw new Error("decode not generated for PbPublishRequest")}};function ka(){
return{offset:0n,epoch:"",duplicate:!1}}var Dr={encode(e,n=new g){throw new Error("encode not generated for PbPublishRes\
ult")},decode(e,n){let t=e instanceof f?e:new f(e),r=t.__tsProtoDecodeDepth??0;if(r>=100)throw new globalThis.Error("pro\
tobuf decode recursion limit exceeded");t.__tsProtoDecodeDepth=r+1;try{let o=n===void 0?t.len:t.pos+n,i=ka();for(;t.pos<
o;){let s=t.uint32();switch(s>>>3){case 100:{if(s!==800)break;i.offset=t.uint64();continue}case 101:{if(s!==810)break;i.
epoch=t.string();continue}case 102:{if(s!==816)break;i.duplicate=t.bool();continue}}if((s&7)===4||s===0)break;t.skip(s&7)}
return i}finally{t.__tsProtoDecodeDepth=r}}},Er={encode(e,n=new g){return e.channel!==""&&n.uint32(10).string(e.channel),
n},decode(e,n){throw new Error("decode not generated for PbPresenceRequest")}};function Ra(){return{presence:new Map,truncated:!1}}
var xr={encode(e,n=new g){throw new Error("encode not generated for PbPresenceResult")},decode(e,n){let t=e instanceof f?
e:new f(e),r=t.__tsProtoDecodeDepth??0;if(r>=100)throw new globalThis.Error("protobuf decode recursion limit exceeded");
t.__tsProtoDecodeDepth=r+1;try{let o=n===void 0?t.len:t.pos+n,i=Ra();for(;t.pos<o;){let s=t.uint32();switch(s>>>3){case 1:{
if(s!==10)break;let a=Ea.decode(t,t.uint32());a.value!==void 0&&i.presence.set(a.key,a.value);continue}case 100:{if(s!==
800)break;i.truncated=t.bool();continue}}if((s&7)===4||s===0)break;t.skip(s&7)}return i}finally{t.__tsProtoDecodeDepth=r}}};
function Da(){return{key:"",value:void 0}}var Ea={encode(e,n=new g){throw new Error("encode not generated for PbPresence\
Result_PresenceEntry")},decode(e,n){let t=e instanceof f?e:new f(e),r=t.__tsProtoDecodeDepth??0;if(r>=100)throw new globalThis.
Error("protobuf decode recursion limit exceeded");t.__tsProtoDecodeDepth=r+1;try{let o=n===void 0?t.len:t.pos+n,i=Da();for(;t.
pos<o;){let s=t.uint32();switch(s>>>3){case 1:{if(s!==10)break;i.key=t.string();continue}case 2:{if(s!==18)break;i.value=
ae.decode(t,t.uint32());continue}}if((s&7)===4||s===0)break;t.skip(s&7)}return i}finally{t.__tsProtoDecodeDepth=r}}},Sr={
encode(e,n=new g){return e.channel!==""&&n.uint32(10).string(e.channel),n},decode(e,n){throw new Error("decode not gener\
ated for PbPresenceStatsRequest")}};function xa(){return{numClients:0,numUsers:0}}var Cr={encode(e,n=new g){throw new Error(
"encode not generated for PbPresenceStatsResult")},decode(e,n){let t=e instanceof f?e:new f(e),r=t.__tsProtoDecodeDepth??
0;if(r>=100)throw new globalThis.Error("protobuf decode recursion limit exceeded");t.__tsProtoDecodeDepth=r+1;try{let o=n===
void 0?t.len:t.pos+n,i=xa();for(;t.pos<o;){let s=t.uint32();switch(s>>>3){case 1:{if(s!==8)break;i.numClients=t.uint32();
continue}case 2:{if(s!==16)break;i.numUsers=t.uint32();continue}}if((s&7)===4||s===0)break;t.skip(s&7)}return i}finally{
t.__tsProtoDecodeDepth=r}}},Tr={encode(e,n=new g){return e.channel!==""&&n.uint32(10).string(e.channel),e.limit!==0&&n.uint32(
56).int32(e.limit),e.since!==void 0&&Ge.encode(e.since,n.uint32(66).fork()).join(),e.reverse!==!1&&n.uint32(72).bool(e.reverse),
n},decode(e,n){throw new Error("decode not generated for PbHistoryRequest")}};function Sa(){return{publications:[],epoch:"",
offset:0n,truncated:!1}}var Br={encode(e,n=new g){throw new Error("encode not generated for PbHistoryResult")},decode(e,n){
let t=e instanceof f?e:new f(e),r=t.__tsProtoDecodeDepth??0;if(r>=100)throw new globalThis.Error("protobuf decode recurs\
ion limit exceeded");t.__tsProtoDecodeDepth=r+1;try{let o=n===void 0?t.len:t.pos+n,i=Sa();for(;t.pos<o;){let s=t.uint32();
switch(s>>>3){case 1:{if(s!==10)break;i.publications.push(we.decode(t,t.uint32()));continue}case 2:{if(s!==18)break;i.epoch=
t.string();continue}case 3:{if(s!==24)break;i.offset=t.uint64();continue}case 100:{if(s!==800)break;i.truncated=t.bool();
continue}}if((s&7)===4||s===0)break;t.skip(s&7)}return i}finally{t.__tsProtoDecodeDepth=r}}},Mr={encode(e,n=new g){return n},
decode(e,n){throw new Error("decode not generated for PbPingRequest")}};function Ca(){return{}}var $r={encode(e,n=new g){
throw new Error("encode not generated for PbPingResult")},decode(e,n){let t=e instanceof f?e:new f(e),r=t.__tsProtoDecodeDepth??
0;if(r>=100)throw new globalThis.Error("protobuf decode recursion limit exceeded");t.__tsProtoDecodeDepth=r+1;try{let o=n===
void 0?t.len:t.pos+n,i=Ca();for(;t.pos<o;){let s=t.uint32();if(s>>>3,(s&7)===4||s===0)break;t.skip(s&7)}return i}finally{
t.__tsProtoDecodeDepth=r}}},qr={encode(e,n=new g){return e.data.length!==0&&n.uint32(10).bytes(e.data),n},decode(e,n){throw new Error(
"decode not generated for PbMessageRequest")}},Ur={encode(e,n=new g){return e.data.length!==0&&n.uint32(10).bytes(e.data),
e.method!==""&&n.uint32(18).string(e.method),n},decode(e,n){throw new Error("decode not generated for PbRpcRequest")}};function Ta(){
return{data:new Uint8Array(0)}}var Ir={encode(e,n=new g){throw new Error("encode not generated for PbRpcResult")},decode(e,n){
let t=e instanceof f?e:new f(e),r=t.__tsProtoDecodeDepth??0;if(r>=100)throw new globalThis.Error("protobuf decode recurs\
ion limit exceeded");t.__tsProtoDecodeDepth=r+1;try{let o=n===void 0?t.len:t.pos+n,i=Ta();for(;t.pos<o;){let s=t.uint32();
switch(s>>>3){case 1:{if(s!==10)break;i.data=t.bytes();continue}}if((s&7)===4||s===0)break;t.skip(s&7)}return i}finally{
t.__tsProtoDecodeDepth=r}}};function Ba(){return{id:0n,channel:"",event:void 0}}var Ar={encode(e,n=new g){throw new Error("encode not generated for \
PbPush")},decode(e,n){let t=e instanceof f?e:new f(e),r=t.__tsProtoDecodeDepth??0;if(r>=100)throw new globalThis.Error("\
protobuf decode recursion limit exceeded");t.__tsProtoDecodeDepth=r+1;try{let o=n===void 0?t.len:t.pos+n,i=Ba();for(;t.pos<
o;){let s=t.uint32();switch(s>>>3){case 1:{if(s!==8)break;i.id=t.int64();continue}case 2:{if(s!==18)break;i.channel=t.string();
continue}case 4:{if(s!==34)break;i.event={$case:"pub",value:we.decode(t,t.uint32())};continue}case 5:{if(s!==42)break;i.
event={$case:"join",value:$a.decode(t,t.uint32())};continue}case 6:{if(s!==50)break;i.event={$case:"leave",value:Ua.decode(
t,t.uint32())};continue}case 7:{if(s!==58)break;i.event={$case:"unsubscribe",value:Aa.decode(t,t.uint32())};continue}case 8:{
if(s!==66)break;i.event={$case:"message",value:Fa.decode(t,t.uint32())};continue}case 9:{if(s!==74)break;i.event={$case:"\
subscribe",value:La.decode(t,t.uint32())};continue}case 10:{if(s!==82)break;i.event={$case:"connect",value:Ha.decode(t,t.
uint32())};continue}case 11:{if(s!==90)break;i.event={$case:"disconnect",value:za.decode(t,t.uint32())};continue}case 12:{
if(s!==98)break;i.event={$case:"refresh",value:Ka.decode(t,t.uint32())};continue}case 100:{if(s!==802)break;i.event={$case:"\
gap",value:Ya.decode(t,t.uint32())};continue}case 101:{if(s!==810)break;i.event={$case:"position",value:Ge.decode(t,t.uint32())};
continue}}if((s&7)===4||s===0)break;t.skip(s&7)}return i}finally{t.__tsProtoDecodeDepth=r}}};function Ma(){return{info:void 0}}
var $a={encode(e,n=new g){throw new Error("encode not generated for PbJoin")},decode(e,n){let t=e instanceof f?e:new f(e),
r=t.__tsProtoDecodeDepth??0;if(r>=100)throw new globalThis.Error("protobuf decode recursion limit exceeded");t.__tsProtoDecodeDepth=
r+1;try{let o=n===void 0?t.len:t.pos+n,i=Ma();for(;t.pos<o;){let s=t.uint32();switch(s>>>3){case 1:{if(s!==10)break;i.info=
ae.decode(t,t.uint32());continue}}if((s&7)===4||s===0)break;t.skip(s&7)}return i}finally{t.__tsProtoDecodeDepth=r}}};function qa(){
return{info:void 0}}var Ua={encode(e,n=new g){throw new Error("encode not generated for PbLeave")},decode(e,n){let t=e instanceof
f?e:new f(e),r=t.__tsProtoDecodeDepth??0;if(r>=100)throw new globalThis.Error("protobuf decode recursion limit exceeded");
t.__tsProtoDecodeDepth=r+1;try{let o=n===void 0?t.len:t.pos+n,i=qa();for(;t.pos<o;){let s=t.uint32();switch(s>>>3){case 1:{
if(s!==10)break;i.info=ae.decode(t,t.uint32());continue}}if((s&7)===4||s===0)break;t.skip(s&7)}return i}finally{t.__tsProtoDecodeDepth=
r}}};function Ia(){return{code:0,reason:""}}var Aa={encode(e,n=new g){throw new Error("encode not generated for PbUnsubs\
cribe")},decode(e,n){let t=e instanceof f?e:new f(e),r=t.__tsProtoDecodeDepth??0;if(r>=100)throw new globalThis.Error("p\
rotobuf decode recursion limit exceeded");t.__tsProtoDecodeDepth=r+1;try{let o=n===void 0?t.len:t.pos+n,i=Ia();for(;t.pos<
o;){let s=t.uint32();switch(s>>>3){case 2:{if(s!==16)break;i.code=t.uint32();continue}case 3:{if(s!==26)break;i.reason=t.
string();continue}}if((s&7)===4||s===0)break;t.skip(s&7)}return i}finally{t.__tsProtoDecodeDepth=r}}};function Na(){return{
data:new Uint8Array(0)}}var Fa={encode(e,n=new g){throw new Error("encode not generated for PbMessage")},decode(e,n){let t=e instanceof
f?e:new f(e),r=t.__tsProtoDecodeDepth??0;if(r>=100)throw new globalThis.Error("protobuf decode recursion limit exceeded");
t.__tsProtoDecodeDepth=r+1;try{let o=n===void 0?t.len:t.pos+n,i=Na();for(;t.pos<o;){let s=t.uint32();switch(s>>>3){case 1:{
if(s!==10)break;i.data=t.bytes();continue}}if((s&7)===4||s===0)break;t.skip(s&7)}return i}finally{t.__tsProtoDecodeDepth=
r}}};function Wa(){return{recoverable:!1,epoch:"",offset:0n,positioned:!1,data:new Uint8Array(0)}}var La={encode(e,n=new g){
throw new Error("encode not generated for PbSubscribe")},decode(e,n){let t=e instanceof f?e:new f(e),r=t.__tsProtoDecodeDepth??
0;if(r>=100)throw new globalThis.Error("protobuf decode recursion limit exceeded");t.__tsProtoDecodeDepth=r+1;try{let o=n===
void 0?t.len:t.pos+n,i=Wa();for(;t.pos<o;){let s=t.uint32();switch(s>>>3){case 1:{if(s!==8)break;i.recoverable=t.bool();
continue}case 4:{if(s!==34)break;i.epoch=t.string();continue}case 5:{if(s!==40)break;i.offset=t.uint64();continue}case 6:{
if(s!==48)break;i.positioned=t.bool();continue}case 7:{if(s!==58)break;i.data=t.bytes();continue}}if((s&7)===4||s===0)break;
t.skip(s&7)}return i}finally{t.__tsProtoDecodeDepth=r}}};function ja(){return{client:"",version:"",data:new Uint8Array(0),
subs:new Map,expires:!1,ttl:0,ping:0,pong:!1,session:"",node:"",time:0n}}var Ha={encode(e,n=new g){throw new Error("enco\
de not generated for PbConnect")},decode(e,n){let t=e instanceof f?e:new f(e),r=t.__tsProtoDecodeDepth??0;if(r>=100)throw new globalThis.
Error("protobuf decode recursion limit exceeded");t.__tsProtoDecodeDepth=r+1;try{let o=n===void 0?t.len:t.pos+n,i=ja();for(;t.
pos<o;){let s=t.uint32();switch(s>>>3){case 1:{if(s!==10)break;i.client=t.string();continue}case 2:{if(s!==18)break;i.version=
t.string();continue}case 3:{if(s!==26)break;i.data=t.bytes();continue}case 4:{if(s!==34)break;let a=Va.decode(t,t.uint32());
a.value!==void 0&&i.subs.set(a.key,a.value);continue}case 5:{if(s!==40)break;i.expires=t.bool();continue}case 6:{if(s!==
48)break;i.ttl=t.uint32();continue}case 7:{if(s!==56)break;i.ping=t.uint32();continue}case 8:{if(s!==64)break;i.pong=t.bool();
continue}case 9:{if(s!==74)break;i.session=t.string();continue}case 10:{if(s!==82)break;i.node=t.string();continue}case 11:{
if(s!==88)break;i.time=t.int64();continue}}if((s&7)===4||s===0)break;t.skip(s&7)}return i}finally{t.__tsProtoDecodeDepth=
r}}};function Oa(){return{key:"",value:void 0}}var Va={encode(e,n=new g){throw new Error("encode not generated for PbCon\
nect_SubsEntry")},decode(e,n){let t=e instanceof f?e:new f(e),r=t.__tsProtoDecodeDepth??0;if(r>=100)throw new globalThis.
Error("protobuf decode recursion limit exceeded");t.__tsProtoDecodeDepth=r+1;try{let o=n===void 0?t.len:t.pos+n,i=Oa();for(;t.
pos<o;){let s=t.uint32();switch(s>>>3){case 1:{if(s!==10)break;i.key=t.string();continue}case 2:{if(s!==18)break;i.value=
_e.decode(t,t.uint32());continue}}if((s&7)===4||s===0)break;t.skip(s&7)}return i}finally{t.__tsProtoDecodeDepth=r}}};function Ga(){
return{code:0,reason:"",reconnect:!1,reconnectAfterMs:0}}var za={encode(e,n=new g){throw new Error("encode not generated\
 for PbDisconnect")},decode(e,n){let t=e instanceof f?e:new f(e),r=t.__tsProtoDecodeDepth??0;if(r>=100)throw new globalThis.
Error("protobuf decode recursion limit exceeded");t.__tsProtoDecodeDepth=r+1;try{let o=n===void 0?t.len:t.pos+n,i=Ga();for(;t.
pos<o;){let s=t.uint32();switch(s>>>3){case 1:{if(s!==8)break;i.code=t.uint32();continue}case 2:{if(s!==18)break;i.reason=
t.string();continue}case 3:{if(s!==24)break;i.reconnect=t.bool();continue}case 100:{if(s!==800)break;i.reconnectAfterMs=
t.uint32();continue}}if((s&7)===4||s===0)break;t.skip(s&7)}return i}finally{t.__tsProtoDecodeDepth=r}}};function Ja(){return{
expires:!1,ttl:0}}var Ka={encode(e,n=new g){throw new Error("encode not generated for PbRefresh")},decode(e,n){let t=e instanceof
f?e:new f(e),r=t.__tsProtoDecodeDepth??0;if(r>=100)throw new globalThis.Error("protobuf decode recursion limit exceeded");
t.__tsProtoDecodeDepth=r+1;try{let o=n===void 0?t.len:t.pos+n,i=Ja();for(;t.pos<o;){let s=t.uint32();switch(s>>>3){case 1:{
if(s!==8)break;i.expires=t.bool();continue}case 2:{if(s!==16)break;i.ttl=t.uint32();continue}}if((s&7)===4||s===0)break;
t.skip(s&7)}return i}finally{t.__tsProtoDecodeDepth=r}}};function Xa(){return{from:0n,to:0n,epoch:"",count:0n}}var Ya={encode(e,n=new g){
throw new Error("encode not generated for PbGap")},decode(e,n){let t=e instanceof f?e:new f(e),r=t.__tsProtoDecodeDepth??
0;if(r>=100)throw new globalThis.Error("protobuf decode recursion limit exceeded");t.__tsProtoDecodeDepth=r+1;try{let o=n===
void 0?t.len:t.pos+n,i=Xa();for(;t.pos<o;){let s=t.uint32();switch(s>>>3){case 1:{if(s!==8)break;i.from=t.uint64();continue}case 2:{
if(s!==16)break;i.to=t.uint64();continue}case 3:{if(s!==26)break;i.epoch=t.string();continue}case 4:{if(s!==32)break;i.count=
t.uint64();continue}}if((s&7)===4||s===0)break;t.skip(s&7)}return i}finally{t.__tsProtoDecodeDepth=r}}};var Qa={encode(e,n=new g){switch(e.id!==0&&n.uint32(8).uint32(e.id),e.request?.$case){case"connect":$t.encode(e.request.
value,n.uint32(34).fork()).join();break;case"subscribe":qt.encode(e.request.value,n.uint32(42).fork()).join();break;case"\
unsubscribe":Pr.encode(e.request.value,n.uint32(50).fork()).join();break;case"publish":Rr.encode(e.request.value,n.uint32(
58).fork()).join();break;case"presence":Er.encode(e.request.value,n.uint32(66).fork()).join();break;case"presenceStats":
Sr.encode(e.request.value,n.uint32(74).fork()).join();break;case"history":Tr.encode(e.request.value,n.uint32(82).fork()).
join();break;case"ping":Mr.encode(e.request.value,n.uint32(90).fork()).join();break;case"send":qr.encode(e.request.value,
n.uint32(98).fork()).join();break;case"rpc":Ur.encode(e.request.value,n.uint32(106).fork()).join();break;case"refresh":yr.
encode(e.request.value,n.uint32(114).fork()).join();break;case"subRefresh":_r.encode(e.request.value,n.uint32(122).fork()).
join();break}return n},decode(e,n){throw new Error("decode not generated for PbCommand")}};function Za(){return{id:0,result:void 0}}
var Nr={encode(e,n=new g){throw new Error("encode not generated for PbReply")},decode(e,n){let t=e instanceof f?e:new f(
e),r=t.__tsProtoDecodeDepth??0;if(r>=100)throw new globalThis.Error("protobuf decode recursion limit exceeded");t.__tsProtoDecodeDepth=
r+1;try{let o=n===void 0?t.len:t.pos+n,i=Za();for(;t.pos<o;){let s=t.uint32();switch(s>>>3){case 1:{if(s!==8)break;i.id=
t.uint32();continue}case 2:{if(s!==18)break;i.result={$case:"error",value:Ve.decode(t,t.uint32())};continue}case 4:{if(s!==
34)break;i.result={$case:"push",value:Ar.decode(t,t.uint32())};continue}case 5:{if(s!==42)break;i.result={$case:"connect",
value:mr.decode(t,t.uint32())};continue}case 6:{if(s!==50)break;i.result={$case:"subscribe",value:_e.decode(t,t.uint32())};
continue}case 7:{if(s!==58)break;i.result={$case:"unsubscribe",value:kr.decode(t,t.uint32())};continue}case 8:{if(s!==66)
break;i.result={$case:"publish",value:Dr.decode(t,t.uint32())};continue}case 9:{if(s!==74)break;i.result={$case:"presenc\
e",value:xr.decode(t,t.uint32())};continue}case 10:{if(s!==82)break;i.result={$case:"presenceStats",value:Cr.decode(t,t.
uint32())};continue}case 11:{if(s!==90)break;i.result={$case:"history",value:Br.decode(t,t.uint32())};continue}case 12:{
if(s!==98)break;i.result={$case:"ping",value:$r.decode(t,t.uint32())};continue}case 13:{if(s!==106)break;i.result={$case:"\
rpc",value:Ir.decode(t,t.uint32())};continue}case 14:{if(s!==114)break;i.result={$case:"refresh",value:wr.decode(t,t.uint32())};
continue}case 15:{if(s!==122)break;i.result={$case:"subRefresh",value:vr.decode(t,t.uint32())};continue}}if((s&7)===4||s===
0)break;t.skip(s&7)}return i}finally{t.__tsProtoDecodeDepth=r}}},Fr={encode(e,n=new g){return e.connect!==void 0&&$t.encode(
e.connect,n.uint32(10).fork()).join(),n},decode(e,n){throw new Error("decode not generated for PbListenRequest")}},Wr={encode(e,n=new g){
e.node!==""&&n.uint32(10).string(e.node),e.session!==""&&n.uint32(18).string(e.session);for(let t of e.commands)Qa.encode(
t,n.uint32(26).fork()).join();if(e.seq!==0n){if(BigInt.asUintN(64,e.seq)!==e.seq)throw new globalThis.Error("value provi\
ded for field message.seq of type uint64 too large");n.uint32(32).uint64(e.seq)}return n},decode(e,n){throw new Error("d\
ecode not generated for PbSendRequest")}};var ec=300,Je=class{constructor(n){this.changed=n}changed;entries=[];watched=new Map;connection="";reconnects=0;#e=0;follow(n){
n.on("connecting",({code:t,reason:r})=>{this.connection&&this.reconnects++,this.connection="",this.note("connecting",`${t}\
: ${r}`)}),n.on("connected",t=>{this.connection=t.client,this.note("connected",`connection ${t.client}, server ${t.version}`)}),
n.on("disconnected",({code:t,reason:r})=>{this.connection="",this.note("disconnected",`${t}: ${r}`)}),n.on("error",({code:t,
message:r})=>this.note("error",`${t}: ${r}`))}watch(n){let t={subscription:n,outcome:"",received:0};this.watched.set(n.channel,
t),n.on("subscribed",({outcome:r})=>{t.outcome=r,this.changed()}),n.on("publication",()=>t.received++),n.on("unsubscribe\
d",({code:r,reason:o})=>this.note("unsubscribed",`${r}: ${o}`,n.channel)),n.on("error",({code:r,message:o})=>this.note("\
error",`${r}: ${o}`,n.channel))}unwatch(n){this.watched.delete(n),this.changed()}clear(){this.entries=[],this.changed()}note(n,t,r=""){
this.#r({direction:"note",title:n,channel:r,bytes:0,detail:t})}tap(n){return async(t,r)=>{let o=String(t).split("/").at(
-1)??"";r?.body instanceof Uint8Array&&this.#t(o,r.body);let i=await n(t,r);if(o!=="Listen"||!i.body)return i;let s=new Ke(
u=>this.#n(u)),a=i.body.pipeThrough(new TransformStream({transform(u,h){s.take(u),h.enqueue(u)}}));return new Response(a,
i)}}#t(n,t){new Ke(o=>{let i=o.length;if(n==="Listen"){let{connect:s}=Fr.decode(o);this.#r({direction:"up",title:"connec\
t",channel:"",bytes:i,detail:ze(s)});return}for(let s of Wr.decode(o).commands){let a=s.request,u=a&&"channel"in a.value?
a.value.channel:"";this.#r({direction:"up",title:a?.$case??"pong",channel:u,bytes:i,detail:ze(s)})}}).take(t)}#n(n){let t=Nr.
decode(n),r=n.length,o=t.result;if(!o)return this.#r({direction:"down",title:"ping",channel:"",bytes:r,detail:""});if(o.
$case!=="push")return this.#r({direction:"down",title:`${o.$case} reply`,channel:"",bytes:r,detail:ze(t)});let{channel:i,
event:s}=o.value,a=s?.$case==="pub"&&s.value.offset>0n?` #${s.value.offset}`:"",u=(s?.$case==="pub"?"publication":s?.$case??
"push")+a;this.#r({direction:"down",title:u,channel:i,bytes:r,detail:ze(s?.value)})}#r(n){this.entries=[{...n,id:this.#e++,
time:Date.now()},...this.entries.slice(0,ec-1)],this.changed()}},Ke=class{constructor(n){this.message=n}message;#e=new Uint8Array;take(n){
let t=new Uint8Array(this.#e.length+n.length);for(t.set(this.#e),t.set(n,this.#e.length);t.length>=5;){let r=5+new DataView(
t.buffer,t.byteOffset).getUint32(1);if(t.length<r)break;t[0]===0&&this.message(t.slice(5,r)),t=t.subarray(r)}this.#e=t}};
function ze(e){return JSON.stringify(e,tc,2)??""}function tc(e,n){if(typeof n=="bigint")return Number(n);if(n instanceof
Uint8Array)return new TextDecoder().decode(n);if(n instanceof Map)return Object.fromEntries(n);if(e==="token"&&typeof n==
"string"&&n)return`${n.slice(0,12)}\u2026`;if(!(n===""||n===!1))return n}function Lr(e,n){return{id:e,name:n,direct:!1,members:[],lastSeq:0,last:void 0,messages:[],loaded:!1,complete:!1,divider:void 0}}
function ce(e,n){return e.direct?e.members.find(t=>t.id!==n)?.name??"Only me":e.name}function ve(e,n){let t=e.members.find(
({id:r})=>r===n);return t?Math.max(0,e.lastSeq-t.read):0}function ue(e){return e.messages.findLast(({seq:n})=>n!==void 0)?.
seq??0}function X(e,n){let t=new Map(e.messages.map(o=>[o.id,o]));for(let o of n)t.set(o.id,o),o.seq!==void 0&&o.seq>=e.
lastSeq&&(e.lastSeq=o.seq,e.last=o);let r=({seq:o})=>o??1/0;e.messages=[...t.values()].sort((o,i)=>r(o)===r(i)?o.time-i.
time:r(o)-r(i))}var jr=4e3,nc=2e3,rc=6e3,de=class{constructor(n,t,r,o){this.me=n;this.network=t;this.client=new or(r,{name:"messenger",minReconnectDelay:200,
maxReconnectDelay:5e3,...o,fetch:this.inspector.tap(t.fetch)}),this.inspector.follow(this.client);for(let i of["connecti\
ng","connected"])this.client.on(i,()=>this.changed());globalThis.addEventListener("online",this.#l),document.addEventListener(
"visibilitychange",this.#h)}me;network;rooms=new Map;client;inspector=new Je(()=>this.changed());current;present=[];notice;fatal;loaded=!1;#e=new Set;#t=new Map;#n=0;#r=!1;#a=0;#o=!1;#s;#i;subscribe(n){
return this.#e.add(n),()=>{this.#e.delete(n)}}changed(){this.#r||(this.#r=!0,queueMicrotask(()=>{this.#r=!1;for(let n of this.#e)
n()}))}get typing(){return[...this.#t.values()].map(({name:n})=>n)}get unread(){return[...this.rooms.values()].reduce((n,t)=>n+
ve(t,this.me.id),0)}notify(n){this.notice=n,clearTimeout(this.#a),this.#a=setTimeout(()=>{this.notice=void 0,this.changed()},
rc),this.changed()}fail(n,t){this.fatal={title:n,text:t},this.close(),this.changed()}close(){globalThis.removeEventListener(
"online",this.#l),document.removeEventListener("visibilitychange",this.#h),this.client.disconnect()}async open(n){let t=this.
rooms.get(n);if(!t||t===this.current)return;this.closeRoom(),this.current=t;let r=ve(t,this.me.id);t.divider=r>0?t.lastSeq-
r:void 0,this.changed(),await this.entered(t),this.markRead()}closeRoom(){let n=this.current;n&&(this.current=void 0,this.
present=[],this.#t.clear(),this.left(n),this.changed())}markRead(){let n=this.current;if(!n||document.visibilityState!==
"visible")return;let t=ue(n),r=n.members.find(({id:o})=>o===this.me.id);!r||t<=r.read||(r.read=t,this.mark(n,t),this.changed())}send(n){
let t=this.current;if(!t||!n.trim())return;this.#n=0,t.divider=void 0;let{id:r,name:o}=this.me,i={id:crypto.randomUUID(),
room:t.id,seq:void 0,author:r,name:o,kind:"text",text:n.trim(),time:Date.now()};X(t,[i]),this.changed(),this.#u()}retry(n){
delete n.failed,this.changed(),this.#u()}discard(n){let t=this.rooms.get(n.room);t&&(t.messages=t.messages.filter(({id:r})=>r!==
n.id)),this.changed()}take(n,t){X(n,t);for(let{author:r}of t)this.#t.delete(r);n===this.current&&this.markRead(),this.changed()}async#u(){
if(this.#o)return;this.#o=!0;let n=()=>[...this.rooms.values()].flatMap(({messages:t})=>t).find(t=>t.seq===void 0&&!t.failed);
for(let t=n(),r=0;t;t=n())try{await this.deliver(t),r=0}catch(o){o instanceof A?t.failed=o.message:await this.#c(Math.min(
5e3,250*2**r++)),this.changed()}this.#o=!1}#c(n){return new Promise(t=>{let r=setTimeout(t,n);this.#s=()=>{clearTimeout(
r),t()}})}type(){this.client.state!=="connected"||Date.now()-this.#n<nc||(this.#n=Date.now(),this.announceTyping())}types({
id:n,name:t}){n!==this.me.id&&(this.#t.set(n,{name:t,until:Date.now()+jr}),setTimeout(()=>{(this.#t.get(n)?.until??1/0)>
Date.now()||(this.#t.delete(n),this.changed())},jr+50),this.changed())}beginCatchUp(n,t,r){this.#i={until:r,messages:0,outcome:n},
t||this.#d()}caughtUp(n,t){this.#i&&(t&&this.#i.messages++,n>=this.#i.until&&this.#d())}#d(){let{messages:n,outcome:t}=this.#i;
this.#i=void 0;let r=n===1?"1 message":`${n} messages`;this.notify({text:n>0?`Back again: ${r} caught up`:"Back again: n\
othing missed",outcome:t})}#l=()=>{this.#s?.(),this.changed()};#h=()=>{this.markRead()}},A=class extends Error{};var Y=class extends Error{},le=class{constructor(n,t,r=""){this.url=n;this.network=t;this.session=r}url;network;session;async login(n){
let{session:t,user:r}=await this.#e("login",{name:n});return{session:t,user:{id:String(r.id),name:r.name}}}logout=()=>this.#e(
"logout",{});token=async()=>(await this.#e("token",{})).token;channelToken=async n=>(await this.#e("channel-token",{channel:n})).
token;state=async()=>(await this.#e("state")).rooms;users=async()=>(await this.#e("users")).map(({id:n,name:t})=>({id:String(
n),name:t}));discover=async()=>(await this.#e("rooms")).map(n=>({...n,id:String(n.id)}));create=n=>this.#e("rooms",{name:n});direct=n=>this.#e(
"direct",{user:Number(n)});join=n=>this.#e(`rooms/${n}/join`,{});leave=n=>this.#e(`rooms/${n}/leave`,{});read=(n,t)=>this.#e(
`rooms/${n}/read`,{seq:t});send=async({id:n,room:t,text:r})=>Pe(await this.#e(`rooms/${t}/messages`,{id:n,text:r}));async messages(n,t){
let r=new URLSearchParams(Object.entries(t).map(([o,i])=>[o,String(i)]));return(await this.#e(`rooms/${n}/messages?${r}`)).
map(Pe)}async#e(n,t){let r=await this.network.fetch(`${this.url}/api/${n}`,{method:t===void 0?"GET":"POST",headers:{...t===
void 0?{}:{"content-type":"application/json"},...this.session?{authorization:`Bearer ${this.session}`}:{}},cache:"no-sto\
re",signal:AbortSignal.timeout(1e4),...t===void 0?{}:{body:JSON.stringify(t)}}),o=await r.json().catch(()=>{});if(r.ok)return o;
let i=o?.error,s=typeof i=="string"?i:`the backend answered ${r.status}`;throw r.status===401?new Y(s):r.status<500?new A(
s):new Error(s)}};function Pe(e){return{...e,room:String(e.room),author:String(e.author)}}function Hr(e,n){let t=e.members.
map(({id:a,name:u,read:h})=>({id:String(a),name:u,read:h})),r={messages:[],loaded:!1,complete:!1,divider:void 0},{name:o,
direct:i,lastSeq:s}=e;return{...r,...n,id:String(e.id),name:o,direct:i,members:t,lastSeq:s,last:e.last?Pe(e.last):void 0}}var Xe=50,N=class extends de{constructor(t,r,o,i,s){super(t.user,r,o,{getToken:()=>this.#m()});this.signedOut=s;this.#e=
new le(i,r,t.session),this.#t=this.client.newSubscription(`user:#${this.me.id}`,{recoverable:!0,getState:()=>this.#c()}),
this.#t.on("subscribing",()=>this.#a??=this.#t.position?.offset),this.#t.on("subscribed",({wasRecovering:a,outcome:u,position:h})=>{
let d=this.#a;if(this.#a=void 0,d===void 0||!h)return;let p=a&&u==="RECOVERED"&&h.offset>d;this.beginCatchUp(u,p,h.offset)}),
this.#t.on("publication",a=>this.#l(a)),this.#t.on("unsubscribed",({code:a,reason:u})=>this.fail("Not allowed",`${u} (${a}\
)`)),this.client.on("disconnected",({code:a,reason:u})=>{this.fatal||a<100||this.fail("You have been disconnected",`The \
server says: ${u} (${a}). It does not want this page to come back.`)}),this.inspector.watch(this.#t)}signedOut;accounts=!0;#e;#t;#n=[];#r=new Map;#a;start(){
this.#t.subscribe(),this.client.connect()}async signOut(){this.close(),await this.#e.logout().catch(()=>{}),this.signedOut(
"")}discover=()=>this.#e.discover();users=()=>this.#e.users();create=async t=>this.#o(await this.#e.create(t));join=async t=>this.#o(
await this.#e.join(t));direct=async t=>this.#o(await this.#e.direct(t));async leave(t){await this.#e.leave(t.id),this.#i(
t.id)}async#o(t){let r=this.#s(t);await this.open(r.id)}#s(t){let r=this.rooms.get(String(t.id)),o=Hr(t,r),i=r?Object.assign(
r,o):o;return this.rooms.set(i.id,i),this.changed(),i}#i(t){this.current?.id===t&&this.closeRoom(),this.rooms.delete(t),
this.changed()}async entered(t){let r=this.#u(`room:${t.id}`,!0),o=this.#u(`typing:${t.id}`,!1);r.on("subscribed",async()=>{
let{clients:i}=await r.presence();this.current===t&&(this.present=[...i.values()].map(Ut)),this.changed()}),r.on("join",
({info:i})=>{this.present=[...this.present.filter(({client:s})=>s!==i.client),Ut(i)],this.changed()}),r.on("leave",({info:i})=>{
this.present=ic(this.present,i.client,i.user),this.changed()}),o.on("publication",({info:i})=>i&&this.types(Ut(i))),t.loaded||
await this.#d(t)}#u(t,r){let o=({channel:s})=>this.#p(this.#e.channelToken(s)),i=this.client.newSubscription(t,{joinLeave:r,
getToken:o});return this.#n.push(i),this.inspector.watch(i),i.subscribe(),i}left(){for(let t of this.#n)this.client.removeSubscription(
t),this.inspector.unwatch(t.channel);this.#n=[]}async#c(){let t=await this.#p(this.#e.state()),r=new Set(t.map(({id:o})=>String(
o)));for(let o of this.rooms.keys())r.has(o)||this.#i(o);for(let o of t){let i=this.#s(o);i.messages=i.messages.filter(({
seq:s})=>s===void 0),i.loaded=!1}this.current&&await this.#d(this.current),this.loaded=!0,this.changed()}async#d(t){try{
let r=await this.#e.messages(t.id,{limit:Xe});t.loaded=!0,t.complete=r.length<Xe,this.take(t,r),ue(t)<t.lastSeq&&this.#f(
t)}catch(r){this.#b(r)}}async loadOlder(t){let r=t.messages[0]?.seq;if(r===void 0)return;let o=await this.#e.messages(t.
id,{before:r,limit:Xe});t.complete=o.length<Xe,X(t,o),this.changed()}#l({data:t,offset:r}){let o=me(t);o.type==="message"?
this.#h(Pe(o.message)):o.type==="room"?this.#s(o.room):o.type==="left"?this.#i(String(o.room)):this.#w(String(o.room),String(
o.user),o.seq),this.caughtUp(r,o.type==="message"&&o.message.kind==="text")}async#h(t){let r=this.rooms.get(t.room);if(!r)
return;t.kind==="system"&&this.#y(r,t);let{seq:o=0}=t;this.#w(r.id,t.author,o),o>r.lastSeq&&Object.assign(r,{lastSeq:o,last:t}),
this.changed(),r.loaded&&o>ue(r)+1?await this.#f(r):r.loaded?this.take(r,[t]):r.messages=r.messages.filter(({id:i})=>i!==
t.id)}#f(t){let r=this.#r.get(t);return r||(r=this.#g(t).finally(()=>this.#r.delete(t)),this.#r.set(t,r)),r}async#g(t){for(;t.
loaded&&!this.fatal;)try{let r=await this.#e.messages(t.id,{after:ue(t),limit:100});if(r.length===0||!t.loaded)return;this.
take(t,r)}catch(r){if(r instanceof A||r instanceof Y)return;await new Promise(o=>setTimeout(o,1e3))}}#y(t,{author:r,name:o,
text:i,seq:s=0}){t.members=t.members.filter(a=>a.id!==r),i!=="left"&&t.members.push({id:r,name:o,read:s})}#w(t,r,o){let i=this.
rooms.get(t)?.members.find(({id:s})=>s===r);i&&(i.read=Math.max(i.read,o)),this.changed()}async deliver(t){let r=await this.#e.
send(t).catch(o=>{throw o instanceof Y&&this.signedOut(o.message),o instanceof Y?new A(o.message):o});await this.#h(r)}mark(t,r){
this.#e.read(t.id,r).catch(()=>{})}announceTyping(){this.#n.find(({channel:t})=>t.startsWith("typing:"))?.publish({}).catch(
()=>{})}async#m(){return this.#p(this.#e.token())}async#p(t){try{return await t}catch(r){throw r instanceof Y?(this.signedOut(
r.message),new J(r.message)):r instanceof A?new J(r.message):r}}#b(t){this.notify({text:t instanceof Error?t.message:String(
t)})}};function Ut({client:e,user:n,connInfo:t}){return{client:e,id:n,name:sc(t)??n}}function sc(e){if(e.length===0)return;
let{name:n}=me(e);return typeof n=="string"?n:void 0}function ic(e,n,t){let r=e.find(o=>o.client===n)??e.find(({id:o})=>o===
t);return e.filter(o=>o!==r)}var Ye=50,oc=30,At=4e3,ac=["Badger","Crane","Dolphin","Fox","Heron","Ibex","Lynx","Marten","Otter","Puffin","Raven","Sea\
l"],cc=["Amber","Brave","Calm","Clever","Gentle","Lucky","Merry","Quick","Quiet","Silver","Sunny","Wise"],re=class extends de{accounts=!1;#e={
...Lr("lobby","Lobby"),members:[]};#t;#n;#r=new Map;#a="";#o;constructor(n,t){super(uc(),n,t,{}),this.rooms.set(this.#e.
id,this.#e),this.#t=this.client.newSubscription("chat:lobby",{recoverable:!0,joinLeave:!0,getState:()=>this.#s()}),this.#n=
this.client.newSubscription("live:lobby"),this.#t.on("subscribing",()=>this.#o??=this.#t.position?.offset),this.#t.on("s\
ubscribed",({wasRecovering:r,outcome:o,position:i})=>{this.#u();let s=this.#o;this.#o=void 0,i&&(this.#a=i.epoch,s!==void 0&&
this.beginCatchUp(o,r&&o==="RECOVERED"&&i.offset>s,i.offset))}),this.#t.on("publication",r=>{this.take(this.#e,[this.#i(
It(r))]),this.caughtUp(r.offset,!0)}),this.#t.on("join",({info:r})=>this.#c(r.client)),this.#t.on("leave",({info:r})=>this.#d(
r.client)),this.#n.on("subscribed",()=>this.#h("hello")),this.#n.on("publication",r=>this.#f(r)),this.client.on("disconn\
ected",({code:r,reason:o})=>{r>=100&&!this.fatal&&this.fail("You have been disconnected",`The server says: ${o} (${r}).`)});
for(let r of[this.#t,this.#n])this.inspector.watch(r),r.on("unsubscribed",({code:o,reason:i})=>this.fail("Not allowed",`${i}\
 (${o})`))}start(){this.#t.subscribe(),this.#n.subscribe(),this.client.connect(),this.open(this.#e.id)}rename(n){this.me=
{...this.me,name:n},localStorage.setItem("guest",JSON.stringify(this.me)),this.#h("hello"),this.changed()}async#s(){let{
publications:n,position:t}=await this.client.history("chat:lobby",{limit:Ye,reverse:!0});this.#a=t.epoch,this.#e.messages=
this.#e.messages.filter(({seq:r})=>r===void 0),this.#e.loaded=!0,this.#e.complete=n.length<Ye,this.loaded=!0,this.take(this.#e,
n.map(It))}async loadOlder(n){let t=n.messages.find(({seq:i,kind:s})=>i!==void 0&&s==="text")?.seq;if(t===void 0)return;
let r={offset:BigInt(t),epoch:this.#a},{publications:o}=await this.client.history("chat:lobby",{limit:Ye,reverse:!0,since:r});
n.complete=o.length<Ye,X(n,o.map(It)),this.changed()}async deliver({id:n,text:t}){let{id:r,name:o}=this.me;await this.#t.
ready();let{offset:i}=await this.#t.publish({id:n,author:r,name:o,text:t.slice(0,At)},{idempotencyKey:n}),s=this.#e.messages.
find(a=>a.id===n);s&&s.seq===void 0&&this.take(this.#e,[{...s,seq:Number(i)}])}announceTyping(){this.#h("typing")}async entered(){}left(){}mark(){}#i({
claimed:n,...t}){let{messages:r}=this.#e,o=r.find(({seq:s})=>s===t.seq),i=r.find(({id:s,seq:a})=>a===void 0&&s===n);return{
...t,id:o?.id??i?.id??t.id}}async#u(){let{clients:n}=await this.#t.presence();this.present=[...n.keys()].map(t=>this.#l(
t)),this.changed()}#c(n){this.present=[...this.present.filter(t=>t.client!==n),this.#l(n)],this.present.length<=oc&&setTimeout(
()=>this.#h("hello"),Math.random()*300),this.changed()}#d(n){this.present=this.present.filter(t=>t.client!==n),this.#r.has(
n)&&this.#g(this.#r.get(n),"left"),this.#r.delete(n)}#l(n){return{client:n,...this.#r.get(n)??{id:n,name:"Guest"}}}#h(n){
if(this.#n.state!=="subscribed")return;let t={type:n,...this.me};this.#n.publish(t).catch(()=>{})}#f({data:n,info:t}){let{
type:r,id:o,name:i}=Or(n);if(!t||typeof o!="string"||typeof i!="string")return;let s={id:o.slice(0,40),name:i.slice(0,30)};
if(r==="typing"&&this.types(s),r!=="hello")return;let a=!this.#r.has(t.client)&&this.#e.loaded&&o!==this.me.id,u=[...this.#r.
values()].some(h=>h.id===o);this.#r.set(t.client,s),this.present=this.present.map(h=>h.client===t.client?{...h,...s}:h),
a&&!u&&this.present.some(({client:h})=>h===t.client)&&this.#g(s,"is here"),this.changed()}#g({id:n,name:t},r){let o=this.#e.
lastSeq,i={id:crypto.randomUUID(),room:"lobby",seq:o+.5,author:n,name:t,kind:"system",text:r,time:Date.now()};X(this.#e,
[i]),this.#e.lastSeq=o,this.changed()}};function uc(){try{let{id:t,name:r}=JSON.parse(localStorage.getItem("guest")??"{}");
if(typeof t=="string"&&typeof r=="string")return{id:t,name:r}}catch{}let e=t=>t[Math.floor(Math.random()*t.length)],n={id:crypto.
randomUUID(),name:`${e(cc)} ${e(ac)}`};return localStorage.setItem("guest",JSON.stringify(n)),n}function It({data:e,offset:n,
time:t}){let{id:r,author:o,name:i,text:s}=Or(e),a={id:`#${n}`,room:"lobby",seq:Number(n),author:"",name:"published",kind:"\
text",text:"",time:t,claimed:""};return typeof r!="string"||typeof o!="string"||typeof i!="string"||typeof s!="string"?{
...a,text:He(e).slice(0,At)}:{...a,claimed:r,author:o,name:i.slice(0,30),text:s.slice(0,At)}}function Or(e){try{let n=me(
e);return typeof n=="object"&&n!==null?n:{}}catch{return{}}}var dc=Symbol.for("pv"),lc=0;function c(e,n,t,r,o,i){n||(n={});var s,a,u=n;if("ref"in u&&typeof e!="function")for(a in u={},n)a=="ref"?s=n[a]:u[a]=n[a];
var h={type:e,props:u,key:t,ref:s,__k:null,__:null,__b:0,__e:null,__c:null,constructor:dc,__v:--lc,__i:-1,__u:0};return(o||
i)&&(h.__source=o,h.__self=i),P.vnode&&P.vnode(h),h}var hc=4e3;function Vr({messenger:e,name:n}){let t=ne(null),[r,o]=D("");C(()=>{matchMedia("(hover: hover)").matches&&t.current?.
focus()},[]),C(()=>{let a=t.current;a.style.height="auto",a.style.height=`${Math.min(a.scrollHeight,160)}px`},[r]);function i(){
e.send(r),o(""),t.current?.focus()}function s(a){a.key!=="Enter"||a.shiftKey||a.isComposing||(a.preventDefault(),i())}return c(
"form",{class:"composer",onSubmit:a=>(a.preventDefault(),i()),children:[c("textarea",{id:"composer",ref:t,rows:1,value:r,
maxLength:hc,placeholder:`Message ${n}`,"aria-label":`Message ${n}`,enterkeyhint:"send",onKeyDown:s,onInput:({currentTarget:a})=>{
o(a.value),a.value.trim()&&e.type()}}),c("button",{class:"primary send",disabled:!r.trim(),"aria-label":"Send",children:"\
\u27A4"})]})}function zr({text:e}){return c("div",{class:"markdown",children:Jr(e.split(`
`),0)})}function Jr(e,n){let t=[],r=e;for(;r.length>0;){let[o,i]=fc(r,n);t.push(o),r=r.slice(i)}return t}function fc(e,n){
let t=e[0]??"";if(t.trim()==="")return[null,1];if(t.startsWith("```")){let u=e.findIndex((d,p)=>p>0&&d.startsWith("```")),
h=e.slice(1,u<0?void 0:u);return[c("pre",{children:c("code",{children:h.join(`
`)})}),u<0?e.length:u+1]}let r=u=>{let h=e.findIndex(d=>!u.test(d));return h<0?e.length:h};if(/^> ?/.test(t)&&n<6){let u=r(
/^> ?/),h=e.slice(0,u).map(d=>d.replace(/^> ?/,""));return[c("blockquote",{children:Jr(h,n+1)}),u]}for(let[u,h]of[["ul",
/^[-*] +(?=\S)/],["ol",/^\d{1,3}[.)] +(?=\S)/]]){if(!h.test(t))continue;let d=r(h),p=e.slice(0,d).map(w=>c("li",{children:se(
w.replace(h,""),n)}));return[c(u,{children:p}),d]}let o=/^#{1,4} +(.+)$/.exec(t);if(o)return[c("p",{class:"heading",children:se(
o[1]??"",n)}),1];let i=/^(?:\s*$|```|> ?|[-*] +\S|\d{1,3}[.)] +\S|#{1,4} +\S)/,s=e.findIndex((u,h)=>h>0&&i.test(u)),a=s<
0?e.length:s;return[c("p",{children:se(e.slice(0,a).join(`
`),n)}),a]}var pc=new RegExp(["`(?<code>[^`\\n]+)`","!\\[(?<alt>[^\\]\\n]{0,200})\\]\\((?<image>[^\\s()]+)\\)","\\[(?<lab\
el>[^\\]\\n]{1,200})\\]\\((?<link>[^\\s()]+)\\)","\\*\\*(?<strong>[^*\\n]+|[^\\n]+?)\\*\\*","(?<![\\w*])\\*(?<star>[^*\\s][\
^*\\n]*)\\*","(?<!\\w)_(?<emphasis>[^_\\s][^_\\n]*)_(?!\\w)","~~(?<strike>[^~\\n]+)~~","(?<url>https?://[^\\s<>\"'`]+[^\\s<\
>\"'`.,;:!?)\\]])","(?<newline>\\n)"].join("|"),"g");function se(e,n){if(n>=6)return[e];let t=[],r=0;for(let o of e.matchAll(
pc))t.push(e.slice(r,o.index),bc(o,n+1)),r=o.index+o[0].length;return t.push(e.slice(r)),t}function bc({0:e,groups:n={}},t){
let{code:r,alt:o,image:i,label:s,link:a,strong:u,star:h,strike:d,url:p,newline:w}=n,l=h??n.emphasis;if(r!==void 0)return c(
"code",{children:r});if(u!==void 0)return c("strong",{children:se(u,t)});if(l!==void 0)return c("em",{children:se(l,t)});
if(d!==void 0)return c("s",{children:se(d,t)});if(w!==void 0)return c("br",{});if(i!==void 0){let k=Gr(i,["https:","http\
:"]);return k?c(gc,{src:k,alt:o??""}):e}let y=a??p??"",R=Gr(y,["https:","http:","mailto:"]);if(!R)return e;let v=s===void 0?
y:se(s,6);return c("a",{href:R,target:"_blank",rel:"noopener noreferrer nofollow",children:v})}function gc({src:e,alt:n}){
return c("a",{class:"picture",href:e,target:"_blank",rel:"noopener noreferrer nofollow",children:c("img",{src:e,alt:n||"\
picture",loading:"lazy",referrerpolicy:"no-referrer"})})}function Gr(e,n){try{let t=new URL(e);return n.includes(t.protocol)?
t.href:void 0}catch{return}}function L({name:e,online:n,small:t}){let r=e.split(" ").slice(0,2).map(i=>[...i][0]??"").join("").toUpperCase(),o=[...e].
reduce((i,s)=>(i*31+(s.codePointAt(0)??0))%360,7);return c("span",{class:`avatar${t?" small":""}`,style:{"--hue":String(
o)},"aria-hidden":"true",children:[r,n&&c("span",{class:"dot"})]})}function ke({at:e}){let n=new Date(e);return c("time",
{dateTime:n.toISOString(),title:n.toLocaleString(),children:n.toLocaleTimeString([],{hour:"2-digit",minute:"2-digit"})})}
function Re({title:e,close:n,children:t}){let r=ne(null);return C(()=>r.current?.showModal(),[]),c("dialog",{ref:r,"aria\
-label":e,onClose:n,onClick:o=>o.target===r.current&&n(),children:[c("header",{children:[c("h2",{children:e}),c("button",
{class:"icon","aria-label":"Close",onClick:n,children:"\xD7"})]}),c("div",{class:"body",children:t})]})}function H(e){return e instanceof
Error?e.message:String(e)}var mc=5*6e4;function Kr({messenger:e,room:n,message:t,before:r}){let{seq:o,author:i,name:s,kind:a,text:u,time:h,failed:d}=t,
p=n.divider!==void 0&&o!==void 0&&o>n.divider&&(r?.seq??0)<=n.divider,w=new Date(h).toDateString(),l=r?new Date(r.time).
toDateString()!==w:!1,y=i===e.me.id,R=r?.kind==="text"&&r.author===i&&r.name===s&&h-r.time<mc&&!p&&!l;return c(U,{children:[
l&&c("li",{class:"day",children:c("span",{children:new Date(h).toLocaleDateString([],{weekday:"long",day:"numeric",month:"\
long"})})}),p&&c("li",{class:"divider",children:c("span",{children:"New"})}),a==="system"?c("li",{class:"system","data-m\
essage":t.id,children:[s," ",u," \xB7 ",c(ke,{at:h})]}):c("li",{class:`message${y?" mine":""}${R?" follows":""}${o===void 0?
" waiting":""}`,"data-message":t.id,children:[!y&&(R?c("span",{class:"avatar-space"}):c(L,{name:s})),c("div",{class:"bub\
ble",children:[!y&&!R&&c("div",{class:"author",children:s}),c(zr,{text:u}),c("div",{class:"meta",children:[c(ke,{at:h}),
y&&c(yc,{messenger:e,room:n,message:t})]}),d&&c("div",{class:"failed",role:"alert",children:["Not sent: ",d,c("button",{
onClick:()=>e.retry(t),children:"Try again"}),c("button",{onClick:()=>e.discard(t),children:"Discard"})]})]})]})]})}function yc({
messenger:e,room:n,message:{seq:t,failed:r}}){if(r)return null;if(t===void 0)return c("span",{class:"status",title:"On i\
ts way",children:[c("span",{class:"hidden",children:"on its way"}),"\u25F7"]});let o=n.members.filter(({id:i,read:s})=>i!==
e.me.id&&s>=t).map(({name:i})=>i);return o.length===0?c("span",{class:"status",title:"Sent",children:[c("span",{class:"h\
idden",children:"sent"}),"\u2713"]}):c("span",{class:"status read",title:`Read by ${o.join(", ")}`,children:[c("span",{class:"\
hidden",children:["read by ",o.join(", ")]}),"\u2713\u2713"]})}var wc=80;function Xr({messenger:e,inspect:n}){let t=e.current,[r,o]=D(!1);if(!t)return c("main",{class:"chat empty",children:c(
"p",{class:"hint",children:e.loaded?"Choose a room.":"Loading\u2026"})});let i=ce(t,e.me.id),s=new Set(e.present.map(({id:a})=>a)).
size;return c("main",{class:`chat${r?" show-members":""}`,"aria-label":i,children:[c("header",{children:[c("button",{class:"\
icon back","aria-label":"Back to the rooms",onClick:()=>e.closeRoom(),children:"\u2039"}),t.direct?c(L,{name:i}):c("span",
{class:"hash","aria-hidden":"true",children:"#"}),c("div",{class:"title",children:[c("h1",{children:i}),c("span",{class:"\
online",children:[s," online"]})]}),c("button",{class:"only-small",onClick:n,"aria-label":"Inspector",children:"\u2301"}),
e instanceof N&&!t.direct&&c("button",{onClick:()=>{_c(e,t)},children:"Leave"}),c("button",{class:"members-toggle","aria\
-expanded":r,onClick:()=>o(!r),children:"Members"})]}),c(Pc,{messenger:e,room:t},t.id),c("p",{class:"typing","aria-live":"\
polite",children:vc(e.typing)}),c(Vr,{messenger:e,name:i},`composer ${t.id}`),c(kc,{messenger:e,room:t})]})}async function _c(e,n){
try{await e.leave(n)}catch(t){e.notify({text:H(t)})}}function vc(e){return e.length===0?"":e.length>3?"Several people ar\
e typing\u2026":`${e.join(", ")} ${e.length===1?"is":"are"} typing\u2026`}function Pc({messenger:e,room:n}){let t=ne(null),
r=ne({atEnd:!0,height:0,top:0,first:""}),[o,i]=D(!1),s=n.messages[0]?.id??"";hn(()=>{let h=t.current,{atEnd:d,height:p,top:w,
first:l}=r.current;d?h.scrollTop=h.scrollHeight:l!==s&&(h.scrollTop=w+h.scrollHeight-p),Object.assign(r.current,{height:h.
scrollHeight,top:h.scrollTop,first:s})}),C(()=>{let h=()=>{let p=t.current;r.current.atEnd&&(p.scrollTop=p.scrollHeight),
r.current.height=p.scrollHeight},d=new ResizeObserver(h);return d.observe(t.current),d.observe(t.current.firstElementChild),
()=>d.disconnect()},[]);async function a(){if(!(o||n.complete||!n.loaded)){i(!0);try{await e.loadOlder(n)}catch(h){e.notify(
{text:H(h)})}finally{i(!1)}}}function u(){let{scrollTop:h,scrollHeight:d,clientHeight:p}=t.current;Object.assign(r.current,
{top:h,height:d,atEnd:d-h-p<wc}),h<200&&a()}return c("div",{class:"messages",ref:t,onScroll:u,tabIndex:0,role:"log","ari\
a-label":"Messages","aria-busy":!n.loaded,children:c("div",{children:[n.loaded&&!n.complete&&c("button",{class:"older",disabled:o,
onClick:()=>{a()},children:o?"Loading\u2026":"Older messages"}),n.loaded&&n.complete&&c("p",{class:"beginning",children:[
"This is where ",ce(n,e.me.id)," begins."]}),c("ol",{children:n.messages.map((h,d)=>c(Kr,{messenger:e,room:n,message:h,before:n.
messages[d-1]},h.id))})]})})}function kc({messenger:e,room:n}){let t=new Set(e.present.map(({id:i})=>i)),r=new Map(n.members.
map(({id:i,name:s})=>[i,s]));for(let{id:i,name:s}of e.present)e.accounts||r.set(i,s);let o=[...r].sort(([i,s],[a,u])=>Number(
t.has(a))-Number(t.has(i))||s.localeCompare(u));return c("aside",{class:"members","aria-label":"Members",children:[c("h2",
{children:"Members"}),c("ul",{children:o.map(([i,s])=>c("li",{class:t.has(i)?"here":"away",children:[c(L,{name:s,small:!0,
online:t.has(i)}),c("span",{children:[s,i===e.me.id&&" (you)"]}),c("span",{class:"hidden",children:t.has(i)?"online":"aw\
ay"})]},i))})]})}var Qr=[["Ctrl K","Find a room"],["Alt \u2191 / Alt \u2193","Room above, room below"],["Enter","Send; Shift Enter for a \
new line"],["Esc","Close what is open; back to the text field"],["Ctrl .","Connection inspector"],["?","This help (outsi\
de of text fields)"]];function Zr(e,n){C(()=>{let t=r=>{Rc(r,e,n)&&r.preventDefault()};return document.addEventListener(
"keydown",t),()=>document.removeEventListener("keydown",t)},[e])}function Rc(e,n,t){if(document.querySelector("dialog[op\
en]"))return!1;let r=e.ctrlKey||e.metaKey,o=e.target instanceof Element&&e.target.matches("input, textarea");if(r&&e.key.
toLowerCase()==="k")return Yr("#find");if(r&&e.key===".")t.inspector();else if(e.key==="?"&&!o)t.help();else if(e.key===
"Escape")t.close(),Yr("#composer");else if(e.altKey&&(e.key==="ArrowUp"||e.key==="ArrowDown")){let i=[...document.querySelectorAll(
"[data-room]")].map(({dataset:u})=>u.room),s=i.indexOf(n.current?.id??"")+(e.key==="ArrowUp"?-1:1),a=i[(s+i.length)%i.length];
a&&n.open(a)}else return!1;return!0}function Yr(e){let n=document.querySelector(e);return n?.focus(),n!==null}function es({title:e,close:n,children:t}){return c("aside",{class:"drawer","aria-label":e,children:[c("header",{children:[
c("h2",{children:e}),c("button",{class:"icon","aria-label":`Close ${e}`,onClick:n,children:"\xD7"})]}),c("div",{class:"b\
ody",children:t})]})}function ts({close:e}){return c(es,{title:"Keyboard",close:e,children:[c("dl",{class:"shortcuts",children:Qr.
map(([n,t])=>c("div",{children:[c("dt",{children:c("kbd",{children:n})}),c("dd",{children:t})]},n))}),c("h3",{children:"\
In messages"}),c("p",{children:[c("code",{children:"**bold**"})," ",c("code",{children:"*italic*"})," ",c("code",{children:"\
~~struck~~"})," ",c("code",{children:"`code`"})," ",c("code",{children:"[link](https://\u2026)"})," ",c("code",{children:"\
![picture](https://\u2026)"}),", lists with ",c("code",{children:"-"}),", quotes with ",c("code",{children:">"}),", code\
 blocks with ",c("code",{children:"```"}),"."]})]})}function ns({messenger:e,close:n}){let{inspector:t,client:r}=e;return c(
es,{title:"Inspector",close:n,children:[c("section",{"aria-label":"Connection",children:[c("h3",{children:"Connection"}),
c("p",{children:[c("span",{class:`state ${r.state}`,children:r.state})," ",t.connection&&c("code",{children:t.connection})]}),
c("p",{class:"hint",children:[t.reconnects===0?"Never interrupted":`Interrupted ${t.reconnects} ${t.reconnects===1?"time":
"times"}`," since the page was opened."]})]}),c("section",{"aria-label":"Channels",children:[c("h3",{children:"Channels"}),
c("table",{children:[c("thead",{children:c("tr",{children:[c("th",{children:"Channel"}),c("th",{children:"Position"}),c(
"th",{children:"Last recovery"})]})}),c("tbody",{children:[...t.watched.values()].map(({subscription:o,outcome:i,received:s})=>c(
"tr",{"data-channel":o.channel,children:[c("td",{children:[c("code",{children:o.channel}),c("small",{children:[o.state,"\
, ",s," received"]})]}),c("td",{children:o.position?c(U,{children:[c("b",{children:["#",String(o.position.offset)]}),c("\
small",{children:["epoch ",o.position.epoch.slice(0,8)]})]}):"\u2013"}),c("td",{children:i&&c("span",{class:`outcome ${i}`,
children:i})})]},o.channel))})]})]}),c("section",{"aria-label":"Frames",children:[c("h3",{children:["Frames ",c("button",
{onClick:()=>t.clear(),children:"Clear"})]}),c("ol",{class:"frames",children:t.entries.map(o=>c(Ec,{entry:o},o.id))})]})]})}
var Dc={up:"\u2191",down:"\u2193",note:"\u2022"};function Ec({entry:{time:e,direction:n,title:t,channel:r,bytes:o,detail:i}}){
let s=c(U,{children:[c("span",{class:`arrow ${n}`,children:Dc[n]}),c("span",{class:"what",children:[t," ",r&&c("code",{children:r}),
n==="note"&&c("small",{children:i})]}),c("span",{class:"size",children:o>0&&`${o} B`}),c("time",{children:new Date(e).toLocaleTimeString(
[],{hour12:!1})})]});return!i||n==="note"?c("li",{class:"frame",children:s}):c("li",{children:c("details",{children:[c("\
summary",{class:"frame",children:s}),c("pre",{children:i})]})})}function rs(e){let[,n]=dt(t=>t+1,0);C(()=>e.subscribe(()=>n(void 0)),[e])}function ss({backend:e,reason:n,signIn:t}){let[r,o]=D(""),[i,s]=D(!1),[a,u]=D(n);async function h(d){d.preventDefault(),
s(!0);try{await t(r)}catch(p){u(p instanceof A?p.message:`The backend at ${e} does not answer (${H(p)}): is clients/mess\
enger/run running?`),s(!1)}}return c("main",{class:"centered",children:c("form",{class:"card",onSubmit:d=>{h(d)},children:[
c("img",{src:"/icon.svg",alt:"",width:"48",height:"48"}),c("h1",{children:"Fanwire messenger"}),c("p",{children:"Choose \
a name. This is a demo: there is no password."}),c("label",{children:["Name",c("input",{value:r,onInput:({currentTarget:d})=>o(
d.value),maxLength:30,autocomplete:"nickname",autofocus:!0,required:!0})]}),c("button",{class:"primary",disabled:i||!r.trim(),
children:i?"One moment\u2026":"Sign in"}),c("p",{class:"error",role:"alert",children:a})]})})}function Nt(e){let[n,t]=D("");return[n,o=>{o().then(()=>{e(),document.getElementById("composer")?.focus()},i=>t(H(i)))}]}
function is({messenger:e,close:n}){let[t,r]=Nt(n);return c(Re,{title:"New room",close:n,children:[c(as,{label:"Name of t\
he room",action:"Create",longest:40,submit:o=>r(()=>e.create(o))}),c("p",{class:"error",role:"alert",children:t})]})}function os({
messenger:e,close:n}){let t=r=>{e.rename(r),n()};return c(Re,{title:"Your name",close:n,children:c(as,{label:"Name",action:"\
Change",longest:30,initial:e.me.name,submit:t})})}function as({label:e,action:n,longest:t,initial:r="",submit:o}){let[i,
s]=D(r);return c("form",{class:"name-form",onSubmit:u=>{u.preventDefault(),o(i.trim())},children:[c("label",{children:[e,
c("input",{value:i,onInput:({currentTarget:u})=>s(u.value),maxLength:t,autofocus:!0,required:!0})]}),c("button",{class:"\
primary",disabled:!i.trim(),children:n})]})}function cs({messenger:e,close:n}){let[t,r]=D(),[o,i]=Nt(n),[s,a]=D("");return C(
()=>{e.discover().then(r,u=>a(H(u)))},[]),c(Re,{title:"Discover rooms",close:n,children:[c("ul",{class:"choices",children:t?.
map(({id:u,name:h,members:d})=>c("li",{children:[c("span",{class:"hash","aria-hidden":"true",children:"#"}),c("span",{class:"\
grow",children:[c("strong",{children:h}),c("small",{children:d===1?"1 member":`${d} members`})]}),e.rooms.has(u)?c("butt\
on",{"aria-label":`Open ${h}`,onClick:()=>i(()=>e.open(u)),children:"Open"}):c("button",{class:"primary","aria-label":`J\
oin ${h}`,onClick:()=>i(()=>e.join(u)),children:"Join"})]},u))}),c("p",{class:"error",role:"alert",children:o||s})]})}function us({
messenger:e,close:n}){let[t,r]=D(),[o,i]=Nt(n),[s,a]=D("");C(()=>{e.users().then(r,h=>a(H(h)))},[]);let u=t?.filter(({id:h})=>h!==
e.me.id);return c(Re,{title:"People",close:n,children:[c("p",{class:"hint",children:"A conversation of two is private: n\
obody else can find it."}),c("ul",{class:"choices",children:u?.map(({id:h,name:d})=>c("li",{children:[c(L,{name:d}),c("s\
pan",{class:"grow",children:c("strong",{children:d})}),c("button",{"aria-label":`Write to ${d}`,onClick:()=>i(()=>e.direct(
h)),children:"Write"})]},h))}),u?.length===0&&c("p",{class:"hint",children:"Nobody else is here yet."}),c("p",{class:"er\
ror",role:"alert",children:o||s})]})}function ds({messenger:e,inspect:n,help:t,inspecting:r}){let[o,i]=D(""),[s,a]=D(),u=()=>a(void 0),h=e.me.id,d=o.trim().toLowerCase(),
p=[...e.rooms.values()].filter(l=>ce(l,h).toLowerCase().includes(d)).sort((l,y)=>(y.last?.time??0)-(l.last?.time??0));function w(l){
l.key!=="Enter"||!p[0]||(i(""),e.open(p[0].id).then(()=>document.getElementById("composer")?.focus()))}return c("aside",
{class:"sidebar","aria-label":"Rooms",children:[c("header",{children:[c(L,{name:e.me.name}),c("div",{class:"me",children:[
c("strong",{children:e.me.name}),c(xc,{messenger:e})]}),e instanceof re&&c("button",{class:"icon",title:"Change your nam\
e","aria-label":"Change your name",onClick:()=>a("rename"),children:"\u270E"}),e instanceof N&&c("button",{class:"icon",
title:"Sign out","aria-label":"Sign out",onClick:()=>{e.signOut()},children:"\u21E5"})]}),e.accounts&&c("div",{class:"ac\
tions",children:[c("input",{id:"find",type:"search",placeholder:"Find a room","aria-label":"Find a room",value:o,onInput:({
currentTarget:l})=>i(l.value),onKeyDown:w}),c("div",{class:"buttons",children:[c("button",{onClick:()=>a("discover"),children:"\
Discover"}),c("button",{onClick:()=>a("new"),children:"New room"}),c("button",{onClick:()=>a("people"),children:"People"})]})]}),
c("nav",{"aria-label":"Your rooms",children:[c("ul",{children:p.map(l=>c(Sc,{room:l,messenger:e},l.id))}),e.loaded&&p.length===
0&&c("p",{class:"hint",children:d?"No room of that name.":"You are in no room. Discover one, or make your own."})]}),c("\
footer",{children:[c("label",{class:"switch",children:[c("input",{type:"checkbox",role:"switch",checked:e.network.offline,
onChange:({currentTarget:l})=>e.network.offline=l.checked}),c("span",{class:"track","aria-hidden":"true"}),"Offline"]}),
c("button",{"aria-pressed":r,onClick:n,title:"Ctrl .",children:"Inspector"}),c("button",{class:"icon","aria-label":"Keyb\
oard shortcuts",title:"Keyboard shortcuts",onClick:t,children:"?"})]}),s==="new"&&e instanceof N&&c(is,{messenger:e,close:u}),
s==="discover"&&e instanceof N&&c(cs,{messenger:e,close:u}),s==="people"&&e instanceof N&&c(us,{messenger:e,close:u}),s===
"rename"&&e instanceof re&&c(os,{messenger:e,close:u})]})}function xc({messenger:e}){let{state:n}=e.client,t=e.network.offline,
r=t?"offline":n==="connected"?"connected":"connecting\u2026";return c("span",{class:`state ${t?"offline":n}`,role:"statu\
s",children:r})}function Sc({room:e,messenger:n}){let t=n.me.id,r=ce(e,t),o=e===n.current?0:ve(e,t),i=e.messages.at(-1)??
e.last,s=i&&i.kind==="text"&&!e.direct?`${i.author===t?"You":i.name}: `:"",a=i?i.kind==="system"?`${i.name} ${i.text}`:s+
i.text:"";return c("li",{children:c("button",{class:"room","data-room":e.id,"aria-current":e===n.current?"true":void 0,onClick:()=>{
n.open(e.id)},children:[e.direct?c(L,{name:r}):c("span",{class:"hash","aria-hidden":"true",children:"#"}),c("span",{class:"\
summary",children:[c("span",{class:"line",children:[c("strong",{children:r}),i&&c(ke,{at:i.time})]}),c("span",{class:"li\
ne",children:[c("span",{class:"preview",children:a}),o>0&&c("span",{class:"badge",children:[c("span",{class:"hidden",children:"\
unread: "}),o>99?"99+":o]})]})]})]})})}var Ft="session";function ls({config:e,network:n}){let[t,r]=D(()=>e.backend?a():void 0),[o,i]=D("");function s(h){let d=w=>{
p.close(),localStorage.removeItem(Ft),i(w),r(l=>l===p?void 0:l)},p=new N(h,n,e.server,e.backend,d);return p}function a(){
let h=localStorage.getItem(Ft);return h?s(JSON.parse(h)):void 0}if(C(()=>{e.backend||r(new re(n,e.server))},[]),C(()=>(t?.
start(),()=>t?.close()),[t]),t)return c(Cc,{messenger:t},t.me.id);if(!e.backend)return null;let u=new le(e.backend,n);return c(
ss,{backend:e.backend,reason:o,signIn:async h=>{let d=await u.login(h);localStorage.setItem(Ft,JSON.stringify(d)),i(""),
r(s(d))}})}function Cc({messenger:e}){rs(e);let[n,t]=D(),r=o=>t(i=>i===o?void 0:o);return Zr(e,{inspector:()=>r("inspect\
or"),help:()=>r("help"),close:()=>t(void 0)}),C(()=>{let o=e.unread;document.title=o>0?`(${o}) Fanwire messenger`:"Fanwi\
re messenger"}),C(()=>{let o=[...e.rooms.values()][0];e.loaded&&o&&!e.current&&matchMedia("(min-width: 760px)").matches&&
e.open(o.id)},[e.loaded]),e.fatal?c(Tc,{title:e.fatal.title,text:e.fatal.text}):c("div",{class:`app${e.current?" in-room":
""}${n?" with-drawer":""}`,children:[c(ds,{messenger:e,inspect:()=>r("inspector"),help:()=>r("help"),inspecting:n==="ins\
pector"}),c(Xr,{messenger:e,inspect:()=>r("inspector")}),n==="inspector"&&c(ns,{messenger:e,close:()=>t(void 0)}),n==="h\
elp"&&c(ts,{close:()=>t(void 0)}),c("div",{class:"notices",role:"status","aria-live":"polite",children:e.notice&&c("div",
{class:"notice",children:[e.notice.text,e.notice.outcome&&c("span",{class:`outcome ${e.notice.outcome}`,children:e.notice.
outcome})]})})]})}function Tc({title:e,text:n}){return c("main",{class:"centered",children:c("div",{class:"card",role:"a\
lert",children:[c("div",{class:"fatal-mark","aria-hidden":"true",children:"!"}),c("h1",{children:e}),c("p",{children:n}),
c("button",{class:"primary",autofocus:!0,onClick:()=>location.reload(),children:"Start again"})]})})}var hs=document.getElementById("app");try{let e=await(await fetch("/config.json")).json();en(c(ls,{config:e,network:new qe}),
hs)}catch(e){hs.textContent=`The page cannot start: ${e instanceof Error?e.message:e}. Reload it once the server is back\
.`}
