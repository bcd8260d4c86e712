var P,Vt,is,G,Ze,Me,Gt,Se,zt,tt,et,os,pe=Symbol.for("pv"),$e={},Ue=[],as=/^m(i|n|o|s|text|space)$/,nt=Array.isArray,Jt=Ue.
slice,ne=Object.assign;function te(t){t&&t.parentNode&&t.remove()}function Ce(t,n,e,r,o){var i={type:t,props:n,key:e,ref:r,__k:null,__:null,__b:0,__e:null,__c:null,constructor:pe,__v:o||
++Vt,__i:-1,__u:0};return!o&&P.vnode&&P.vnode(i),i}function q(t){return t.children}function Te(t,n){this.props=t,this.context=n,this.__g=0}function z(t,n){if(n==null)return t.
__&&z(t.__,t.__i+1);for(var e;n<t.__k.length;n++)if((e=t.__k[n])&&e.__e)return e.__e;return typeof t.type!="function"||t.
props.__P?null:z(t)}function cs(t){var n,e=t.__v,r=e.__e,o=[],i=[],s=t.__P;s&&((n=ne({constructor:pe},e)).__v=e.__v+1,P.
vnode&&P.vnode(n),rt(s,n,e,t.__n,s.namespaceURI,32&e.__u?[r]:null,o,r||z(e),32&e.__u,i),n.__v=e.__v,n.__.__k[n.__i]=n,en(
o,n,i),e.__=e.__e=null,n.__e!=r&&Kt(n))}function Kt(t){if((t=t.__)&&t.__c&&!t.props.__P)return t.__e=null,t.__k.some(function(n){
return n&&(t.__e=n.__e)}),Kt(t)}function Ht(t){(8&t.__g||(t.__g|=8,G.push(t),Me++))&&Ze==P.debounceRendering||((Ze=P.debounceRendering)||
queueMicrotask)(Xt)}function Xt(){try{for(var t,n=1;G.length;)G.length>n&&G.sort(Gt),t=G.shift(),n=G.length,8&t.__g&&cs(
t)}finally{(Me=G.length)&&(Ze||queueMicrotask)(Xt)}}function Yt(t,n,e,r,o,i,s,a,u,h,d){var f,y,l,m,R,v,k=r.__k||Ue,_=n.length;
for(u=us(e,n,k,u,_),f=0;f<_;f++)(l=e.__k[f])!=null&&(y=~l.__i&&k[l.__i]||$e,l.__i=f,v=rt(t,l,y,o,i,s,a,u,h,d),m=l.__e,(y.
ref!=l.ref||8&y.__u)&&(y.ref&&st(y.ref,null,l,y),l.ref&&d.push(l.ref,l.__c||m,l)),R=R||m,4&l.__u?(u=Qt(l,u,t,!y.__v),y.__e&&
(y.__e=null)):typeof l.type=="function"&&v!==void 0?u=v:m&&(u=m.nextSibling),l.__u&=-21);return e.__e=R,u}function us(t,n,e,r,o){
var i,s,a,u,h,d,f,y,l,m=e.length,R=m,v=0,k=0,_=t.__k=Array(o);for(i=0;i<o;i++)(s=n[i])!=null&&typeof s!="boolean"&&typeof s!=
"function"?(typeof s!="object"||s.constructor===String?s=_[i]=Ce(null,s):nt(s)?s=_[i]=Ce(q,{children:s}):s.constructor===
pe&&s.__b?s=_[i]=Ce(s.type,s.props,s.key,s.ref,s.__v):_[i]=s,u=i+v,s.__=t,s.__b=t.__b+1,a=null,~(h=s.__i=ds(s,e,u,R))&&(R--,
(a=e[h])&&(a.__u|=2)),a&&a.__v?(s.__u|=16,h==u-1?v--:h==u+1?v++:h!=u&&(h>u?v--:v++,k=1)):(~h||(o>m?v--:o<m&&v++),typeof s.
type!="function"&&(s.__u|=4))):_[i]=null;if(k){for(d=[],f=[],i=0;i<o;i++)if((s=_[i])&&16&s.__u){for(v=0,y=d.length;v<y;)
d[l=v+y>>1]<s.__i?v=l+1:y=l;d[v]=s.__i,f[i]=v+1}for(v=d.length;i--;)f[i]&&(f[i]==v?v--:_[i].__u|=4)}if(R)for(i=0;i<m;i++)
!(a=e[i])||2&a.__u||(a.__e==r&&(r=z(a)),it(a,a));return r}function Qt(t,n,e,r){var o,i,s,a;if(typeof t.type=="function"){
if(t.props.__P)return n;if(o=t.__k)for(i=0;i<o.length;i++)o[i]&&(o[i].__=t,n=Qt(o[i],n,e,!1));return n}for(n&&!n.parentNode&&
(n=z(t))&&!n.parentNode&&(n=null),s=t.__e,a=n;a&&a.nodeType==8;)a=a.nextSibling;for(s!=a&&(!r&&e.moveBefore&&s.parentNode?
e.moveBefore(s,n):e.insertBefore(s,n||null)),n=s;(n=n&&n.nextSibling)&&n.nodeType==8&&!n.data.startsWith("$s"););return n}function ds(t,n,e,r){var o,i=t.key,s=t.type,a=n[e],u=a&&!(2&a.__u);if(a===null&&i==null||u&&i==a.key&&s==a.type)return e;
if(r>(u?1:0)){for(o=e-1;o>=0;o--)if((a=n[o])&&!(2&a.__u)&&i==a.key&&s==a.type)return o;for(o=e+1;o<n.length;o++)if((a=n[o])&&
!(2&a.__u)&&i==a.key&&s==a.type)return o}return-1}function Ot(t,n,e){e==null&&(e=""),n[0]=="-"?t.setProperty(n,e):t[n]=e}
function xe(t,n,e,r,o){var i,s;if(n=="style")if(typeof e=="string")t.style.cssText=e;else{if(typeof r=="string"&&(t.style.
cssText=r=""),r)for(n in r)e&&n in e||Ot(t.style,n);if(e)for(n in e)r&&e[n]==r[n]||Ot(t.style,n,e[n])}else if(n[0]=="o"&&
n[1]=="n")typeof e!="function"&&(e=null),typeof r!="function"&&(r=null),(t.__e||(t.__e={}))[n]=e,e&&r||(s=et[n]||(et[n]=
ls(n)),(t.__a||(t.__a={}))[n]=tt,i=n!=(n=n.replace(zt,"$1")),(n=n.slice(2))[0]<"a"&&(n=n.toLowerCase()),e?t.addEventListener(
n,s,i):t.removeEventListener(n,s,i));else{if(o=="http://www.w3.org/2000/svg")n=n.replace(/xlink(H|:h)/,"h").replace(/sName$/,
"s");else if(n!="width"&&n!="height"&&n!="href"&&n!="list"&&n!="form"&&n!="tabIndex"&&n!="download"&&n!="rowSpan"&&n!="c\
olSpan"&&n!="role"&&n!="popover"&&n in t)try{return void(t[n]=e??"")}catch{}if(typeof e=="function")return;e==null||e===
!1&&n[4]!="-"?t.removeAttribute(n):t.setAttribute(n,n=="popover"&&e==1?"":e)}}function ls(t){return function(n){var e=this.
__e;if(e){if(e=e[t],n[Se]==null)n[Se]=tt++;else if(n[Se]<this.__a[t])return;return e(P.event?P.event(n):n)}}}function rt(t,n,e,r,o,i,s,a,u,h){
var d,f,y,l,m,R,v,k,_,B,x,Qe,Lt,Ee,Z,jt,V,ee,j=n.type;if(n.constructor!==pe)return null;128&e.__u&&(u=32&e.__u,d=e.__c.__z)&&
(n.__u|=u,f=i=[],d.nodeType==8?a=Be(d,i):i.push(d),a=i[0]||a),(d=P.__b)&&d(n);e:if(typeof j=="function"){y=s.length;try{
if(k=n.props,_=(d=j.prototype)&&d.render,B=(d=j.contextType)&&r[d.__c],x=d?B?B.props.value:d.__:r,(l=e.__c)?(n.__c=l,2&l.
__g&&(l.__g|=1)):(_?n.__c=l=new j(k,x):(n.__c=l=new Te(k,x),l.constructor=j,l.render=fs),B&&B.sub(l),l.state||(l.state={}),
l.__n=r,l.__g|=8,l.__h=[],l.__k=[]),_&&(l.__s||(l.__s=l.state),j.getDerivedStateFromProps&&(l.__s==l.state&&(l.__s=ne({},
l.__s)),ne(l.__s,j.getDerivedStateFromProps(k,l.__s)))),m=l.props,R=l.state,l.__v=n,e.__c){if(k!==m&&_&&!j.getDerivedStateFromProps&&
l.componentWillReceiveProps&&l.componentWillReceiveProps(k,x),n.__v==e.__v&&!(8&l.__g)||!(4&l.__g)&&l.shouldComponentUpdate&&
l.shouldComponentUpdate(k,l.__s,x)===!1){n.__v!=e.__v&&(l.props=k,l.state=l.__s,l.__g&=-9),n.__e=e.__e,n.__k=e.__k,n.__k.
some(function(U){U&&(U.__=n)}),Ue.push.apply(l.__h,l.__k),l.__k=[],l.__h.length&&s.push(l),a=z(e);break e}l.componentWillUpdate&&
l.componentWillUpdate(k,l.__s,x),_&&l.componentDidUpdate&&l.__h.push(function(){l.componentDidUpdate(m,R,v)})}else _&&!j.
getDerivedStateFromProps&&l.componentWillMount&&l.componentWillMount(),_&&l.componentDidMount&&l.__h.push(l.componentDidMount);
l.context=x,l.props=k,l.__P=t,l.__g&=-5,Qe=P.__r,Lt=_?25:0;do l.__g&=-9,Qe&&Qe(n),d=l.render(l.props,l.state=l.__s,l.context);while(8&
l.__g&&++Lt<25);_&&(Ue.push.apply(l.__h,l.__k),l.__k=[]),l.state=l.__s,l.getChildContext&&(r=ne({},r,l.getChildContext())),
_&&e.__c&&l.getSnapshotBeforeUpdate&&(v=l.getSnapshotBeforeUpdate(m,R)),Ee=d&&d.type===q&&d.key==null?d.props.children:d,
k.__P&&(d=a,o=(t=k.__P).namespaceURI,u=i=null,e.props&&e.props.__P!=t&&(e.__k.some(function(U){U&&it(U,U)}),e.__k=null),
a=e.__k?z(e,0):null),a=Yt(t,nt(Ee)?Ee:[Ee],n,e,r,o,i,s,a,u,h),k.__P&&(n.__e=null,a=d),n.__u&=-161,f&&f.some(te),l.__h.length&&
s.push(l),1&l.__g&&(l.__g&=-4)}catch(U){if(s.length=y,n.__v=null,u||i)if(U&&U.then){if(n.__u|=128|u,i){for(~(V=i.indexOf(
a||void 0))||(V=i.length);(ee=i[V-1])&&ee.nodeType==8;)V--;for(;V<i.length;V++)if(ee=i[V])if(i[V]=null,Z){if(ee==jt)break}else{
if(ee.nodeType!=8)break;ee.data.startsWith("$s")&&(jt=Be(Z=ee))}}if(!Z){for(;a&&a.nodeType==8&&a.nextSibling;)a=a.nextSibling;
Z=a}(d=Be(Z=n.__c.__z||(n.__c.__z=Z)))?(n.__e=Z,a=d):n.__e=a,a=a&&a.nextSibling}else i&&i.some(te);else n.__e=e.__e;n.__k||
(n.__k=e.__k||[]),U&&U.then||Zt(n),P.__e(U,n,e)}}else a=n.__e=hs(e.__e,n,e,r,o,i,s,u,h,t);return(d=P.diffed)&&d(n),a}function Be(t,n){
if(t&&t.nodeType==8&&t.data.startsWith("$s"))for(var e=1;t=t.nextSibling;){if(t.nodeType==8){if(t.data.startsWith("$s"))
e++;else if(t.data.startsWith("/$s")&&!--e)return t}n&&n.push(t)}}function Zt(t){t&&(t.__c&&(t.__c.__g|=4),t.__k&&t.__k.
some(Zt))}function en(t,n,e){for(var r=0;r<e.length;)st(e[r++],e[r++],e[r++]);P.__c&&P.__c(n,t),t.some(function(o){try{t=
o.__h,o.__h=[],t.some(function(i){i.call(o)})}catch(i){P.__e(i,o.__v)}})}function hs(t,n,e,r,o,i,s,a,u,h){var d,f,y,l,m,
R,v,k,_=e.props||$e,B=n.props,x=n.type;if(x=="svg"?o="http://www.w3.org/2000/svg":x=="math"?o="http://www.w3.org/1998/Ma\
th/MathML":o||(o="http://www.w3.org/1999/xhtml"),i){for(d=0;d<i.length;d++)if((m=i[d])&&(x?m.localName==x:m.nodeType==3)){
t=m,i[d]=null;break}}if(!t){if(k=h.ownerDocument||document,!x)return k.createTextNode(B);t=k.createElementNS(o,x,B.is?B:
h),a&&(P.__m&&P.__m(n,i),a=!1),i=null}if(x){if(h=x=="template"&&t.content||t,i=x=="textarea"&&B.defaultValue!=null?null:
i&&Jt.call(h.childNodes),!a&&i)for(_={},d=0;d<t.attributes.length;d++)_[(m=t.attributes[d]).name]=m.value;for(d in _)m=_[d],
d=="dangerouslySetInnerHTML"?y=m:d=="children"||d in B||d=="value"&&"defaultValue"in B||d=="checked"&&"defaultChecked"in
B||xe(t,d,null,m,o);for(d in B)m=B[d],d=="children"?l=m:d=="dangerouslySetInnerHTML"?f=m:d=="value"?R=m:d=="checked"?v=m:
a&&typeof m!="function"||_[d]===m||xe(t,d,m,_[d],o);f?(a||y&&(f.__html==y.__html||f.__html==t.innerHTML)||(t.innerHTML=f.
__html),n.__k=[]):(y&&(t.textContent=""),(x=="foreignObject"||o=="http://www.w3.org/1998/Math/MathML"&&as.test(x))&&(o="\
http://www.w3.org/1999/xhtml"),Yt(h,nt(l)?l:[l],n,e,r,o,i,s,i?i[0]:e.__k&&z(e,0),a,u),i&&i.some(te)),a&&x!="textarea"||(d=
"value",x=="progress"&&R==null?t.removeAttribute(d):R==null||R===t[d]&&(x!="progress"||R)||xe(t,d,R,_[d],o),d="checked",
v!=null&&v!=t[d]&&xe(t,d,v,_[d],o))}else _===B||a&&t.data==B||(t.data=B);return t}function st(t,n,e,r){try{typeof t=="fu\
nction"?n?n.__x=t(n)||1:r&&(r=r.__c||r.__e)&&(n=r.__x)&&(r.__x=null,typeof n=="function"?n():t(null)):t.current=n}catch(o){
P.__e(o,e)}}function it(t,n,e){var r,o,i,s;if(P.unmount&&P.unmount(t),!(r=t.ref)||r.current&&r.current!=t.__e||st(r,null,
n,t),r=t.__c){if(r.componentWillUnmount)try{r.componentWillUnmount()}catch(a){P.__e(a,n)}r.__P=r.__n=null}if(r=t.__k)for(s=
0;s<r.length;s++)r[s]&&it(r[s],n,typeof t.type!="function"||e&&!t.props.__P);!e&&(r=t.__c)&&(r=r.__z)&&(o=Be(r,i=[]))&&(r==
t.__e&&i.some(te),te(o),te(r)),e||te(t.__e),t.__e=t.__c=t.__=null}function fs(t,n,e){return this.constructor(t,e)}function tn(t,n){
var e,r,o,i;P.__&&P.__(t,n),n.nodeType==9&&(n=n.documentElement),r=(e=t&&32&t.__u)?null:n.__k,n.__k=Ce(q,{children:[t]}),
o=[],i=[],rt(n,n.__k,r||$e,$e,n.namespaceURI,r?null:n.firstChild?Jt.call(n.childNodes):null,o,r?r.__e:n.firstChild,e,i),
en(o,n.__k,i),n.__k.props.children=null}P={__e:function(t,n,e,r){for(var o,i,s;n=n.__;)if((o=n.__c)&&!(1&o.__g)){o.__g|=4;try{if((s=(i=o.constructor)&&i.getDerivedStateFromError)&&
o.setState(i.getDerivedStateFromError(t)),o.componentDidCatch&&(o.componentDidCatch(t,r||{}),s=1),s&&8&o.__g)return void(o.
__g|=2)}catch(a){t=a}}throw Me=0,t}},Vt=0,is=function(t){return t!=null&&t.constructor===pe},Te.prototype.setState=function(t,n){
var e=this.__s;e&&e!=this.state||(e=this.__s=ne({},this.state)),typeof t=="function"&&(t=t(ne({},e),this.props)),t&&(ne(
e,t),this.__v&&(n&&this.__k.push(n),Ht(this)))},Te.prototype.forceUpdate=function(t){this.__v&&(this.__g|=4,t&&this.__h.
push(t),Ht(this))},Te.prototype.render=q,G=[],Me=0,Gt=function(t,n){return t.__v.__b-n.__v.__b},Se=Symbol(),zt=/(PointerCapture)$|Capture$/i,
tt=0,et={},os=0;var qe=class{#e=!1;#t=new AbortController;get offline(){return this.#e}set offline(n){this.#e=n,n&&(this.#t.abort(new TypeError(
"the offline switch is on")),this.#t=new AbortController),globalThis.dispatchEvent(new Event(n?"offline":"online"))}fetch=async(n,e={})=>{
if(this.#e)throw new TypeError("the offline switch is on");let r=[this.#t.signal,...e.signal?[e.signal]:[]];return fetch(
n,{...e,signal:AbortSignal.any(r)})}};var ie,T,ot,nn,at=Object.is,Ie=0,hn=[],ct=[],S=P,rn=S.__b,sn=S.__r,on=S.diffed,an=S.__c,cn=S.unmount,un=S.__;function Ae(t,n){
S.__h&&S.__h(T,t,Ie||n),Ie=0;var e=T.__H||(T.__H={__:[],__h:[]});return t>=e.__.length&&e.__.push({}),e.__[t]}function E(t){
return Ie=1,dt(pn,t)}function dt(t,n,e){var r=Ae(ie++,2);if(r.t=t,!r.__c&&(r.__=[e?e(n):pn(void 0,n),function(i){var s=(r.
__N||r.__)[0],a=r.t(s,i);at(s,a)||(r.__N=[a,r.__[1]],r.__c.setState({}))}],r.__c=T,!T.__f)){T.__f=!0;var o=T.shouldComponentUpdate;
T.shouldComponentUpdate=function(i,s,a){var u=this.__H;if(!u)return!0;var h=!1,d=this.props!=i;if(u.__.some(function(y){
y.__N&&(h=!0,at(y.__[0],y.__N[0])||(d=!0))}),o){var f=o.call(this,i,s,a);return h?f||d:f}return!h||d}}return r.__}function C(t,n){
var e=Ae(ie++,3);!S.__s&&lt(e.__H,n)&&(e.__P=!0,e.__=t,e.u=n,T.__H.__h.push(e))}function fn(t,n){var e=Ae(ie++,4);!S.__s&&
lt(e.__H,n)&&(e.__P=!1,e.__=t,e.u=n,T.__h.push(e))}function H(t){return Ie=5,ps(function(){return{current:t}},[])}function ps(t,n){var e=Ae(ie++,7);return lt(e.__H,n)&&(e.__=t(),e.__H=n),e.__}function bs(){var t;do{for(;t=ct.shift();)try{be(t)}catch(e){S.__e(e,{__:(t=t.__P)&&t.__v})}for(;t=hn.shift();){var n=t.
__H;if(t.__P&&n)try{n.__h.some(be),n.__h.some(ut),n.__h=[]}catch(e){n.__h=[],S.__e(e,t.__v)}}}while(ct.length)}S.__b=function(t){
T=null,rn&&rn(t)},S.__=function(t,n){t&&n.__k&&n.__k.__m&&(t.__m=n.__k.__m),un&&un(t,n)},S.__r=function(t){sn&&sn(t),ie=
0;var n=(T=t.__c).__H;n&&(ot==T?T.__h=[]:(n.__h.some(be),n.__h.some(ut),ie=0),n.__h=[],n.__.some(function(e){e.__N&&(e.__=
e.__N),e.u=e.__N=void 0})),ot=T},S.diffed=function(t){on&&on(t);var n=t.__c;n&&n.__H&&(n.__H.__h.length&&ln(hn.push(n)),
n.__H.__.some(function(e){e.u&&(e.__H=e.u)})),ot=T=null},S.__c=function(t,n){n.some(function(e){try{e.__h.some(be),e.__h=
e.__h.filter(function(r){return!r.__||ut(r)})}catch(r){e.__h=[function(){throw r}]}}),an&&an(t,n)},S.unmount=function(t){
cn&&cn(t);var n,e,r=t.__c;r&&r.__H&&(r.__H.__.some(function(o){try{if(o.__P&&o.__c){if(e===void 0){for(e=t.__;e&&(!e.__c||
!e.__c.__P);)e=e.__;e=e&&e.__c}o.__P=e,ln(ct.push(o))}else be(o)}catch(i){n=i}}),r.__H=void 0,n&&S.__e(n,r.__v))};var dn=typeof requestAnimationFrame==
"function";function gs(t){var n,e=function(){clearTimeout(r),dn&&cancelAnimationFrame(n),setTimeout(t)},r=setTimeout(e,35);
dn&&(n=requestAnimationFrame(e))}function ln(t){t!=1&&nn==S.requestAnimationFrame||((nn=S.requestAnimationFrame)||gs)(bs)}
function be(t){var n=T,e=t.__c;typeof e=="function"&&(t.__c=void 0,e()),T=n}function ut(t){var n=T;t.__c=t.__(),T=n}function lt(t,n){
return!t||t.length!=n.length||n.some(function(e,r){return!at(e,t[r])})}function pn(t,n){return typeof n=="function"?n(t):
n}var D={Timeout:1,TransportClosed:2,Disconnected:3,ConnectionToken:5,Unsubscribed:7,SubscriptionToken:8,Invalid:9,NotAccepted:10,
Buffered:11,Refused:12,State:13,SharingConflict:14},M=class extends Error{name="FanwireError";code;temporary;constructor(t,n,e=!1,r){
super(n,r===void 0?void 0:{cause:r}),this.code=t,this.temporary=e}},K=class extends Error{name="UnauthorizedError"};function ae(t){
return t instanceof Error?t.message:String(t)}function ms(){let t=this.buf,n=this.pos,e=0,r=0;for(let i=0;i<28;i+=7){let s=t[n++];
if(e|=(s&127)<<i,(s&128)==0){this.pos=n,this.assertBounds(),this.varint64Lo=e,this.varint64Hi=r;return}}let o=t[n++];if(e|=
(o&15)<<28,r=(o&112)>>4,(o&128)==0){this.pos=n,this.assertBounds(),this.varint64Lo=e,this.varint64Hi=r;return}for(let i=3;i<=
31;i+=7){let s=t[n++];if(r|=(s&127)<<i,(s&128)==0){this.pos=n,this.assertBounds(),this.varint64Lo=e,this.varint64Hi=r;return}}
throw new Error("invalid varint")}var Ne=4294967296;function bn(t){let n=t[0]==="-";n&&(t=t.slice(1));let e=1e6,r=0,o=0;
function i(s,a){let u=Number(t.slice(s,a));o*=e,r=r*e+u,r>=Ne&&(o=o+(r/Ne|0),r=r%Ne)}return i(-24,-18),i(-18,-12),i(-12,
-6),i(-6),n?Tn(r,o):mt(r,o)}function ys(t,n){let e=mt(t,n),r=e.hi&2147483648;r&&(e=Tn(e.lo,e.hi));let o=Cn(e.lo,e.hi);return r?
"-"+o:o}function Cn(t,n){if({lo:t,hi:n}=ws(t,n),n<=2097151)return String(Ne*n+t);let e=t&16777215,r=(t>>>24|n<<8)&16777215,
o=n>>16&65535,i=e+r*6777216+o*6710656,s=r+o*8147497,a=o*2,u=1e7;return i>=u&&(s+=Math.floor(i/u),i%=u),s>=u&&(a+=Math.floor(
s/u),s%=u),a.toString()+gn(s)+gn(i)}function ws(t,n){return{lo:t>>>0,hi:n>>>0}}function mt(t,n){return{lo:t|0,hi:n|0}}function Tn(t,n){
return n=~n,t?t=~t+1:n+=1,mt(t,n)}var gn=t=>{let n=String(t);return"0000000".slice(n.length)+n};function _s(){let t=this.
buf[this.pos++];if((t&128)===0)return this.assertBounds(),t;let n=t&127;if(t=this.buf[this.pos++],n|=(t&127)<<7,(t&128)===
0)return this.assertBounds(),n;if(t=this.buf[this.pos++],n|=(t&127)<<14,(t&128)===0)return this.assertBounds(),n;if(t=this.
buf[this.pos++],n|=(t&127)<<21,(t&128)===0)return this.assertBounds(),n;t=this.buf[this.pos++],n|=(t&15)<<28;for(let e=5;(t&
128)!==0&&e<10;e++)t=this.buf[this.pos++];if((t&128)!==0)throw new Error("invalid varint");return this.assertBounds(),n>>>
0}var F=vs();function vs(){let t=new DataView(new ArrayBuffer(8));if(typeof BigInt=="function"&&typeof t.getBigInt64=="f\
unction"&&typeof t.getBigUint64=="function"&&typeof t.setBigInt64=="function"&&typeof t.setBigUint64=="function"&&(globalThis.
Deno||globalThis.Bun||typeof process!="object"||typeof process.env!="object"||process.env.BUF_BIGINT_DISABLE!=="1")){let n=BigInt(
"-9223372036854775808"),e=BigInt("9223372036854775807"),r=BigInt("0"),o=BigInt("18446744073709551615");return{zero:BigInt(
0),supported:!0,parse(i){let s=typeof i=="bigint"?i:BigInt(i);if(s>e||s<n)throw new Error(`invalid int64: ${i}`);return s},
uParse(i){let s=typeof i=="bigint"?i:BigInt(i);if(s>o||s<r)throw new Error(`invalid uint64: ${i}`);return s},enc(i){return t.
setBigInt64(0,this.parse(i),!0),{lo:t.getInt32(0,!0),hi:t.getInt32(4,!0)}},uEnc(i){return t.setBigInt64(0,this.uParse(i),
!0),{lo:t.getInt32(0,!0),hi:t.getInt32(4,!0)}},dec(i,s){return t.setInt32(0,i,!0),t.setInt32(4,s,!0),t.getBigInt64(0,!0)},
uDec(i,s){return t.setInt32(0,i,!0),t.setInt32(4,s,!0),t.getBigUint64(0,!0)}}}return{zero:"0",supported:!1,parse(n){return typeof n!=
"string"&&(n=n.toString()),mn(n),n},uParse(n){return typeof n!="string"&&(n=n.toString()),yn(n),n},enc(n){return typeof n!=
"string"&&(n=n.toString()),mn(n),bn(n)},uEnc(n){return typeof n!="string"&&(n=n.toString()),yn(n),bn(n)},dec(n,e){return ys(
n,e)},uDec(n,e){return Cn(n,e)}}}function mn(t){if(!/^-?[0-9]+$/.test(t))throw new Error("invalid int64: "+t)}function yn(t){
if(!/^[0-9]+$/.test(t))throw new Error("invalid uint64: "+t)}var bt;function Ps(t){var n;bt=Object.assign(Object.assign(
{},t),{encodeUtf8Into:(n=t.encodeUtf8Into)!==null&&n!==void 0?n:Mn(t.encodeUtf8.bind(t))})}function Bn(){if(!bt){let t=globalThis;
if(!t.TextEncoder||!t.TextDecoder)throw new Error("encoding API missing: install TextEncoder and TextDecoder on globalTh\
is");let n=new t.TextEncoder,e=new t.TextDecoder("utf-8",{ignoreBOM:!0}),r,o={encodeUtf8(s){return n.encode(s)},decodeUtf8(s,a){
return a?(r||(r=new t.TextDecoder("utf-8",{fatal:!0,ignoreBOM:!0})),r.decode(s)):e.decode(s)},checkUtf8(s){try{return encodeURIComponent(
s),!0}catch{return!1}}};n.encodeInto&&(o.encodeUtf8Into=n.encodeInto.bind(n));let i=String.prototype.isWellFormed;i&&(o.
checkUtf8=s=>i.call(s)),Ps(o)}return bt}function Mn(t){return(n,e)=>{let r=t(n);return e.set(r),{written:r.byteLength}}}
var J;(function(t){t[t.Varint=0]="Varint",t[t.Bit64=1]="Bit64",t[t.LengthDelimited=2]="LengthDelimited",t[t.StartGroup=3]=
"StartGroup",t[t.EndGroup=4]="EndGroup",t[t.Bit32=5]="Bit32"})(J||(J={}));var ks=4294967295,Rs=2147483647,Ds=-2147483648,
g=class{constructor(t){this.stackPos=[],this.encodeUtf8Into=t?Mn(t):Bn().encodeUtf8Into,this.buffer=$n,this.viewCache=xs,
this.pos=0}ensureCapacity(t){let n=this.pos+t;if(n>this.buffer.length){let e=this.buffer.length||Es;for(;e<n;)e*=2;let r=new Uint8Array(
e);this.pos>0&&r.set(this.buffer),this.buffer=r}}view(){let t=this.buffer,n=this.viewCache;if(n.byteLength===t.byteLength)
return n;let e=new DataView(t.buffer);return this.viewCache=e,e}finish(){let t=this.buffer.slice(0,this.pos);return this.
pos=0,this.stackPos=[],t}fork(){return this.stackPos.push(this.pos),this.ensureCapacity(ge),this.buffer[this.pos++]=0,this}join(){
let t=this.stackPos.pop();if(t===void 0)throw new Error("invalid state, fork stack empty");let n=this.pos-t-ge,e=ht(n);return e>
ge&&(this.ensureCapacity(e-ge),this.buffer.copyWithin(t+e,t+ge,this.pos)),this.pos=t,this.uint32(n),this.pos+=n,this}tag(t,n){
return this.uint32((t<<3|n)>>>0)}raw(t){return this.ensureCapacity(t.length),this.buffer.set(t,this.pos),this.pos+=t.length,
this}uint32(t){if(wn(t),this.ensureCapacity(5),t<128)return this.buffer[this.pos++]=t,this;for(;t>127;)this.buffer[this.
pos++]=t&127|128,t>>>=7;return this.buffer[this.pos++]=t,this}int32(t){if(ft(t),t>=0)return this.uint32(t);this.ensureCapacity(
10);for(let n=0;n<9;n++)this.buffer[this.pos++]=t&127|128,t>>=7;return this.buffer[this.pos++]=1,this}bool(t){return this.
ensureCapacity(1),this.buffer[this.pos++]=t?1:0,this}bytes(t){return this.uint32(t.byteLength),this.raw(t)}string(t){typeof t!=
"string"&&(t=String(t));let n=t.length;if(n<=Un){this.ensureCapacity(n+1);let a=this.buffer,u=this.pos;a[u++]=n;let h=0;
for(;h<n;h++){let d=t.charCodeAt(h);if(d>127)break;a[u++]=d}if(h==n)return this.pos=u,this}this.ensureCapacity(n*3+5);let e=ht(
n),r=this.buffer,o=this.pos,{written:i}=this.encodeUtf8Into(t,r.subarray(o+e)),s=ht(i);return s!=e&&r.copyWithin(o+s,o+e,
o+e+i),this.uint32(i),this.pos+=i,this}float(t){return Ss(t),this.ensureCapacity(4),this.view().setFloat32(this.pos,t,!0),
this.pos+=4,this}double(t){return this.ensureCapacity(8),this.view().setFloat64(this.pos,t,!0),this.pos+=8,this}fixed32(t){
return wn(t),this.ensureCapacity(4),this.view().setUint32(this.pos,t,!0),this.pos+=4,this}sfixed32(t){return ft(t),this.
ensureCapacity(4),this.view().setInt32(this.pos,t,!0),this.pos+=4,this}sint32(t){return ft(t),this.uint32((t<<1^t>>31)>>>
0)}sfixed64(t){let n=F.enc(t);this.ensureCapacity(8);let e=this.view();return e.setInt32(this.pos,n.lo,!0),e.setInt32(this.
pos+4,n.hi,!0),this.pos+=8,this}fixed64(t){let n=F.uEnc(t);this.ensureCapacity(8);let e=this.view();return e.setInt32(this.
pos,n.lo,!0),e.setInt32(this.pos+4,n.hi,!0),this.pos+=8,this}int64(t){let n=F.enc(t);return this.writeVarint64(n.lo,n.hi)}sint64(t){
let n=F.enc(t),e=n.hi>>31,r=n.lo<<1^e,o=(n.hi<<1|n.lo>>>31)^e;return this.writeVarint64(r,o)}uint64(t){let n=F.uEnc(t);return this.
writeVarint64(n.lo,n.hi)}writeVarint64(t,n){this.ensureCapacity(10);let e=this.buffer,r=this.pos;for(let s=0;s<28;s=s+7){
let a=t>>>s,u=!(!(a>>>7)&&n==0);if(e[r++]=(u?a|128:a)&255,!u)return this.pos=r,this}let o=t>>>28&15|(n&7)<<4,i=n>>3!=0;if(e[r++]=
(i?o|128:o)&255,!i)return this.pos=r,this;for(let s=3;s<31;s=s+7){let a=n>>>s,u=!!(a>>>7);if(e[r++]=(u?a|128:a)&255,!u)return this.
pos=r,this}return e[r++]=n>>>31&1,this.pos=r,this}},Es=128,ge=1,$n=new Uint8Array(0),xs=new DataView($n.buffer),Un=32;function ht(t){
return t<128?1:t<16384?2:t<2097152?3:t<268435456?4:5}var b=class{constructor(t,n=Bn().decodeUtf8){this.decodeUtf8=n,this.
varint64Lo=0,this.varint64Hi=0,this.varint64=ms,this.uint32=_s,this.buf=t,this.len=t.length,this.pos=0,this.view=new DataView(
t.buffer,t.byteOffset,t.byteLength)}tag(){let t=this.pos,n=this.uint32(),e=this.pos-t;if(e>5||e==5&&this.buf[this.pos-1]>
15)throw new Error("illegal tag: varint overflows uint32");let r=n>>>3,o=n&7;if(r<=0||o>5)throw new Error("illegal tag: \
field no "+r+" wire type "+o);return[r,o]}skip(t,n,e=100){let r=this.pos;switch(t){case J.Varint:for(;this.buf[this.pos++]&
128;);break;case J.Bit64:this.pos+=4;case J.Bit32:this.pos+=4;break;case J.LengthDelimited:let o=this.uint32();this.pos+=
o;break;case J.StartGroup:if(e<=0)throw new Error("maximum recursion depth reached");for(;;){let[i,s]=this.tag();if(s===
J.EndGroup){if(n!==void 0&&i!==n)throw new Error("invalid end group tag");break}this.skip(s,i,e-1)}break;default:throw new Error(
"cant skip wire type "+t)}return this.assertBounds(),this.buf.subarray(r,this.pos)}assertBounds(){if(this.pos>this.len)throw new RangeError(
"premature EOF")}int32(){return this.uint32()|0}sint32(){let t=this.uint32();return t>>>1^-(t&1)}int64(){return this.varint64(),
F.dec(this.varint64Lo,this.varint64Hi)}uint64(){return this.varint64(),F.uDec(this.varint64Lo,this.varint64Hi)}sint64(){
this.varint64();let t=this.varint64Lo,n=this.varint64Hi,e=-(t&1);return t=(t>>>1|(n&1)<<31)^e,n=n>>>1^e,F.dec(t,n)}bool(){
let t=this.buf[this.pos];return t<128?(this.pos++,t!==0):(this.varint64(),this.varint64Lo!==0||this.varint64Hi!==0)}fixed32(){
return this.view.getUint32((this.pos+=4)-4,!0)}sfixed32(){return this.view.getInt32((this.pos+=4)-4,!0)}fixed64(){return F.
uDec(this.sfixed32(),this.sfixed32())}sfixed64(){return F.dec(this.sfixed32(),this.sfixed32())}float(){return this.view.
getFloat32((this.pos+=4)-4,!0)}double(){return this.view.getFloat64((this.pos+=8)-8,!0)}bytes(){let t=this.uint32(),n=this.
pos;return this.pos+=t,this.assertBounds(),this.buf.subarray(n,n+t)}string(t){let n=this.uint32(),e=this.pos;this.pos+=n,
this.assertBounds();let r=this.buf;if(n<=Un){let o=new Array(n);for(let i=0;i<n;i++){let s=r[e+i];if(s>127)return this.decodeUtf8(
r.subarray(e,this.pos),t);o[i]=s}return String.fromCharCode.apply(String,o)}return this.decodeUtf8(r.subarray(e,this.pos),
t)}};function ft(t){if(typeof t=="string")t=Number(t);else if(typeof t!="number")throw new Error("invalid int32: "+typeof t);
if(!Number.isInteger(t)||t>Rs||t<Ds)throw new Error("invalid int32: "+t)}function wn(t){if(typeof t=="string")t=Number(t);else if(typeof t!=
"number")throw new Error("invalid uint32: "+typeof t);if(!Number.isInteger(t)||t>ks||t<0)throw new Error("invalid uint32\
: "+t)}function Ss(t){if(typeof t=="string"){let n=t;if(t=Number(t),Number.isNaN(t)&&n!=="NaN")throw new Error("invalid \
float32: "+n)}else if(typeof t!="number")throw new Error("invalid float32: "+typeof t);if(!Number.isFinite(Math.fround(t))&&
Number.isFinite(t))throw new Error("invalid float32: "+t)}var qn=(t=>(t[t.UNSPECIFIED=0]="UNSPECIFIED",t[t.NOT_REQUESTED=
1]="NOT_REQUESTED",t[t.RECOVERED=2]="RECOVERED",t[t.EPOCH_CHANGED=3]="EPOCH_CHANGED",t[t.TRIMMED=4]="TRIMMED",t[t.LIMIT_EXCEEDED=
5]="LIMIT_EXCEEDED",t[t.INVALID_POSITION=6]="INVALID_POSITION",t[t.HISTORY_OFF=7]="HISTORY_OFF",t))(qn||{});function Cs(){
return{code:0,message:"",temporary:!1}}var In={encode(t,n=new g){throw new Error("encode not generated for PbError")},decode(t,n){
let e=t instanceof b?t:new b(t),r=e.__tsProtoDecodeDepth??0;if(r>=100)throw new globalThis.Error("protobuf decode recurs\
ion limit exceeded");e.__tsProtoDecodeDepth=r+1;try{let o=n===void 0?e.len:e.pos+n,i=Cs();for(;e.pos<o;){let s=e.uint32();
switch(s>>>3){case 1:{if(s!==8)break;i.code=e.uint32();continue}case 2:{if(s!==18)break;i.message=e.string();continue}case 3:{
if(s!==24)break;i.temporary=e.bool();continue}}if((s&7)===4||s===0)break;e.skip(s&7)}return i}finally{e.__tsProtoDecodeDepth=
r}}};function Ts(){return{user:"",client:"",connInfo:new Uint8Array(0),chanInfo:new Uint8Array(0)}}var je={encode(t,n=new g){
throw new Error("encode not generated for PbClientInfo")},decode(t,n){let e=t instanceof b?t:new b(t),r=e.__tsProtoDecodeDepth??
0;if(r>=100)throw new globalThis.Error("protobuf decode recursion limit exceeded");e.__tsProtoDecodeDepth=r+1;try{let o=n===
void 0?e.len:e.pos+n,i=Ts();for(;e.pos<o;){let s=e.uint32();switch(s>>>3){case 1:{if(s!==10)break;i.user=e.string();continue}case 2:{
if(s!==18)break;i.client=e.string();continue}case 3:{if(s!==26)break;i.connInfo=e.bytes();continue}case 4:{if(s!==34)break;
i.chanInfo=e.bytes();continue}}if((s&7)===4||s===0)break;e.skip(s&7)}return i}finally{e.__tsProtoDecodeDepth=r}}};function Bs(){
return{data:new Uint8Array(0),info:void 0,offset:0n,tags:new Map,delta:!1,time:0n,channel:"",key:"",removed:!1,score:0n,
epoch:"",version:0n}}var yt={encode(t,n=new g){throw new Error("encode not generated for PbPublication")},decode(t,n){let e=t instanceof
b?t:new b(t),r=e.__tsProtoDecodeDepth??0;if(r>=100)throw new globalThis.Error("protobuf decode recursion limit exceeded");
e.__tsProtoDecodeDepth=r+1;try{let o=n===void 0?e.len:e.pos+n,i=Bs();for(;e.pos<o;){let s=e.uint32();switch(s>>>3){case 4:{
if(s!==34)break;i.data=e.bytes();continue}case 5:{if(s!==42)break;i.info=je.decode(e,e.uint32());continue}case 6:{if(s!==
48)break;i.offset=e.uint64();continue}case 7:{if(s!==58)break;let a=$s.decode(e,e.uint32());a.value!==void 0&&i.tags.set(
a.key,a.value);continue}case 8:{if(s!==64)break;i.delta=e.bool();continue}case 9:{if(s!==72)break;i.time=e.int64();continue}case 10:{
if(s!==82)break;i.channel=e.string();continue}case 11:{if(s!==90)break;i.key=e.string();continue}case 12:{if(s!==96)break;
i.removed=e.bool();continue}case 13:{if(s!==104)break;i.score=e.sint64();continue}case 14:{if(s!==114)break;i.epoch=e.string();
continue}case 16:{if(s!==128)break;i.version=e.uint64();continue}}if((s&7)===4||s===0)break;e.skip(s&7)}return i}finally{
e.__tsProtoDecodeDepth=r}}};function Ms(){return{key:"",value:""}}var $s={encode(t,n=new g){throw new Error("encode not \
generated for PbPublication_TagsEntry")},decode(t,n){let e=t instanceof b?t:new b(t),r=e.__tsProtoDecodeDepth??0;if(r>=100)
throw new globalThis.Error("protobuf decode recursion limit exceeded");e.__tsProtoDecodeDepth=r+1;try{let o=n===void 0?e.
len:e.pos+n,i=Ms();for(;e.pos<o;){let s=e.uint32();switch(s>>>3){case 1:{if(s!==10)break;i.key=e.string();continue}case 2:{
if(s!==18)break;i.value=e.string();continue}}if((s&7)===4||s===0)break;e.skip(s&7)}return i}finally{e.__tsProtoDecodeDepth=
r}}};function Us(){return{offset:0n,epoch:""}}var An={encode(t,n=new g){if(t.offset!==0n){if(BigInt.asUintN(64,t.offset)!==
t.offset)throw new globalThis.Error("value provided for field message.offset of type uint64 too large");n.uint32(8).uint64(
t.offset)}return t.epoch!==""&&n.uint32(18).string(t.epoch),n},decode(t,n){let e=t instanceof b?t:new b(t),r=e.__tsProtoDecodeDepth??
0;if(r>=100)throw new globalThis.Error("protobuf decode recursion limit exceeded");e.__tsProtoDecodeDepth=r+1;try{let o=n===
void 0?e.len:e.pos+n,i=Us();for(;e.pos<o;){let s=e.uint32();switch(s>>>3){case 1:{if(s!==8)break;i.offset=e.uint64();continue}case 2:{
if(s!==18)break;i.epoch=e.string();continue}}if((s&7)===4||s===0)break;e.skip(s&7)}return i}finally{e.__tsProtoDecodeDepth=
r}}},Nn={encode(t,n=new g){t.op!==""&&n.uint32(10).string(t.op),t.key!==""&&n.uint32(18).string(t.key),t.cmp!==""&&n.uint32(
26).string(t.cmp),t.val!==""&&n.uint32(34).string(t.val);for(let e of t.vals)n.uint32(42).string(e);for(let e of t.nodes)
Nn.encode(e,n.uint32(50).fork()).join();return n},decode(t,n){throw new Error("decode not generated for PbFilterNode")}};
function wt({code:t,message:n,temporary:e}){return new M(t,n,e)}function _t(t,n){let{data:e,offset:r,time:o,tags:i,info:s,
version:a}=n;return{channel:n.channel||t,data:e,offset:r,time:Number(o),tags:i,info:s,version:a}}function qs(t){return t??
{user:"",client:"",connInfo:new Uint8Array,chanInfo:new Uint8Array}}function Fe({recovery:t,recovered:n,wasRecovering:e}){
return t===0&&n?"RECOVERED":t===0&&!e?"NOT_REQUESTED":qn[t]??"UNSPECIFIED"}function Fn(t,n){let{epoch:e,offset:r,recoverable:o,
positioned:i,wasRecovering:s,data:a}=n,u=Fe(n);return{channel:t,position:e===""?void 0:{epoch:e,offset:r},recoverable:o,
positioned:i,wasRecovering:s,recovered:u==="RECOVERED",outcome:u,data:a}}function Wn(t,n,e){if(e.$case==="join"||e.$case===
"leave")t.emit(e.$case,{channel:n,info:qs(e.value.info)});else if(e.$case==="gap"){let{from:r,to:o,epoch:i,count:s}=e.value;
t.emit("gap",{channel:n,from:r,to:o,epoch:i,count:s})}}var Ln=new Uint8Array;function He(t){return t===void 0?Ln:t instanceof
ArrayBuffer?new Uint8Array(t):ArrayBuffer.isView(t)?new Uint8Array(t.buffer,t.byteOffset,t.byteLength):new TextEncoder().
encode(typeof t=="string"?t:JSON.stringify(t))}function Oe(t){return new TextDecoder().decode(t)}function ye(t){return JSON.
parse(Oe(t))}var Is=class{constructor(t){this.call=t}call;async publish(t,n,e={}){let r={channel:t,data:He(n),idempotencyKey:e.
idempotencyKey??""};return this.#e({$case:"publish",value:r},"publish")}async history(t,n={}){let{limit:e=0,since:r,reverse:o=!1}=n,
i=await this.#e({$case:"history",value:{channel:t,limit:e,since:r,reverse:o}},"history");return{publications:i.publications.
map(s=>_t(t,s)),position:{offset:i.offset,epoch:i.epoch},truncated:i.truncated}}async presence(t){let{presence:n,truncated:e}=await this.#e(
{$case:"presence",value:{channel:t}},"presence");return{clients:n,truncated:e}}async presenceStats(t){let{numClients:n,numUsers:e}=await this.#e(
{$case:"presenceStats",value:{channel:t}},"presenceStats");return{clients:n,users:e}}async#e(t,n){let e=await this.call(
t);if(e.$case!==n)throw new TypeError(`${n} was answered with ${e.$case}`);return e.value}},W={connectCalled:0,transportClosed:1,
noPing:2,subscribeTimeout:3},We={disconnectCalled:0,unauthorized:1,refused:2},_n={subscribeCalled:0,transportClosed:1},pt={
unsubscribeCalled:0,unauthorized:1},jn=109,As=2501,vn=2502,Ns=3005,Fs=3014;function Ws(t){return!(t>=3500&&t<4e3||t>=4500&&
t<5e3)}function Ls(t){return t===Ns||t===Fs}function Hn(t){return t>=2500}var vt=class{constructor(t,n){this.min=t,this.
max=n}min;max;#e=0;next(){let t=Math.min(this.max,this.min*2**this.#e);return t<this.max&&this.#e++,Math.random()*t}reset(){
this.#e=0}},Pt="0.1.0";function js(t,n,e,r){return{token:n,data:He(t.data),subs:r,name:t.name??"js",version:t.version??Pt,
headers:new Map(Object.entries(t.headers??{})),flag:0n,previousSession:e,gapSupport:!0}}function On(t,n,e,r){return{channel:t,
token:e,recover:r!==void 0,epoch:r?.epoch??"",offset:r?.offset??0n,data:He(n.data),positioned:n.positioned??!1,recoverable:n.
recoverable??!1,joinLeave:n.joinLeave??!1,delta:"",tf:n.tagsFilter&&Vn(n.tagsFilter),flag:0n,type:0}}function Hs(t){return{
...On("",{},"",t),data:Ln}}function Vn(t){return{op:t.op??"",key:t.key??"",cmp:t.cmp??"",val:t.val??"",vals:t.vals??[],nodes:(t.
nodes??[]).map(Vn)}}var Gn={encode(t,n=new g){if(t.token!==""&&n.uint32(10).string(t.token),t.data.length!==0&&n.uint32(
18).bytes(t.data),t.subs.forEach((e,r)=>{Os.encode({key:r,value:e},n.uint32(26).fork()).join()}),t.name!==""&&n.uint32(34).
string(t.name),t.version!==""&&n.uint32(42).string(t.version),t.headers.forEach((e,r)=>{Vs.encode({key:r,value:e},n.uint32(
50).fork()).join()}),t.flag!==0n){if(BigInt.asIntN(64,t.flag)!==t.flag)throw new globalThis.Error("value provided for fi\
eld message.flag of type int64 too large");n.uint32(56).int64(t.flag)}return t.previousSession!==""&&n.uint32(802).string(
t.previousSession),t.gapSupport!==!1&&n.uint32(808).bool(t.gapSupport),n},decode(t,n){throw new Error("decode not genera\
ted for PbConnectRequest")}},Os={encode(t,n=new g){return t.key!==""&&n.uint32(10).string(t.key),t.value!==void 0&&zn.encode(
t.value,n.uint32(18).fork()).join(),n},decode(t,n){throw new Error("decode not generated for PbConnectRequest_SubsEntry")}},
Vs={encode(t,n=new g){return t.key!==""&&n.uint32(10).string(t.key),t.value!==""&&n.uint32(18).string(t.value),n},decode(t,n){
throw new Error("decode not generated for PbConnectRequest_HeadersEntry")}};function Gs(){return{client:"",version:"",expires:!1,
ttl:0,data:new Uint8Array(0),subs:new Map,ping:0,pong:!1,session:"",node:"",time:0n,flag:0n,subErrors:new Map}}var zs={encode(t,n=new g){
throw new Error("encode not generated for PbConnectResult")},decode(t,n){let e=t instanceof b?t:new b(t),r=e.__tsProtoDecodeDepth??
0;if(r>=100)throw new globalThis.Error("protobuf decode recursion limit exceeded");e.__tsProtoDecodeDepth=r+1;try{let o=n===
void 0?e.len:e.pos+n,i=Gs();for(;e.pos<o;){let s=e.uint32();switch(s>>>3){case 1:{if(s!==10)break;i.client=e.string();continue}case 2:{
if(s!==18)break;i.version=e.string();continue}case 3:{if(s!==24)break;i.expires=e.bool();continue}case 4:{if(s!==32)break;
i.ttl=e.uint32();continue}case 5:{if(s!==42)break;i.data=e.bytes();continue}case 6:{if(s!==50)break;let a=Ks.decode(e,e.
uint32());a.value!==void 0&&i.subs.set(a.key,a.value);continue}case 7:{if(s!==56)break;i.ping=e.uint32();continue}case 8:{
if(s!==64)break;i.pong=e.bool();continue}case 9:{if(s!==74)break;i.session=e.string();continue}case 10:{if(s!==82)break;
i.node=e.string();continue}case 11:{if(s!==88)break;i.time=e.int64();continue}case 12:{if(s!==96)break;i.flag=e.int64();
continue}case 100:{if(s!==802)break;let a=Ys.decode(e,e.uint32());a.value!==void 0&&i.subErrors.set(a.key,a.value);continue}}
if((s&7)===4||s===0)break;e.skip(s&7)}return i}finally{e.__tsProtoDecodeDepth=r}}};function Js(){return{key:"",value:void 0}}
var Ks={encode(t,n=new g){throw new Error("encode not generated for PbConnectResult_SubsEntry")},decode(t,n){let e=t instanceof
b?t:new b(t),r=e.__tsProtoDecodeDepth??0;if(r>=100)throw new globalThis.Error("protobuf decode recursion limit exceeded");
e.__tsProtoDecodeDepth=r+1;try{let o=n===void 0?e.len:e.pos+n,i=Js();for(;e.pos<o;){let s=e.uint32();switch(s>>>3){case 1:{
if(s!==10)break;i.key=e.string();continue}case 2:{if(s!==18)break;i.value=kt.decode(e,e.uint32());continue}}if((s&7)===4||
s===0)break;e.skip(s&7)}return i}finally{e.__tsProtoDecodeDepth=r}}};function Xs(){return{key:"",value:void 0}}var Ys={encode(t,n=new g){
throw new Error("encode not generated for PbConnectResult_SubErrorsEntry")},decode(t,n){let e=t instanceof b?t:new b(t),
r=e.__tsProtoDecodeDepth??0;if(r>=100)throw new globalThis.Error("protobuf decode recursion limit exceeded");e.__tsProtoDecodeDepth=
r+1;try{let o=n===void 0?e.len:e.pos+n,i=Xs();for(;e.pos<o;){let s=e.uint32();switch(s>>>3){case 1:{if(s!==10)break;i.key=
e.string();continue}case 2:{if(s!==18)break;i.value=In.decode(e,e.uint32());continue}}if((s&7)===4||s===0)break;e.skip(s&
7)}return i}finally{e.__tsProtoDecodeDepth=r}}},Qs={encode(t,n=new g){return t.token!==""&&n.uint32(10).string(t.token),
n},decode(t,n){throw new Error("decode not generated for PbRefreshRequest")}};function Zs(){return{client:"",version:"",
expires:!1,ttl:0}}var ei={encode(t,n=new g){throw new Error("encode not generated for PbRefreshResult")},decode(t,n){let e=t instanceof
b?t:new b(t),r=e.__tsProtoDecodeDepth??0;if(r>=100)throw new globalThis.Error("protobuf decode recursion limit exceeded");
e.__tsProtoDecodeDepth=r+1;try{let o=n===void 0?e.len:e.pos+n,i=Zs();for(;e.pos<o;){let s=e.uint32();switch(s>>>3){case 1:{
if(s!==10)break;i.client=e.string();continue}case 2:{if(s!==18)break;i.version=e.string();continue}case 3:{if(s!==24)break;
i.expires=e.bool();continue}case 4:{if(s!==32)break;i.ttl=e.uint32();continue}}if((s&7)===4||s===0)break;e.skip(s&7)}return i}finally{
e.__tsProtoDecodeDepth=r}}},zn={encode(t,n=new g){if(t.channel!==""&&n.uint32(10).string(t.channel),t.token!==""&&n.uint32(
18).string(t.token),t.recover!==!1&&n.uint32(24).bool(t.recover),t.epoch!==""&&n.uint32(50).string(t.epoch),t.offset!==0n){
if(BigInt.asUintN(64,t.offset)!==t.offset)throw new globalThis.Error("value provided for field message.offset of type ui\
nt64 too large");n.uint32(56).uint64(t.offset)}if(t.data.length!==0&&n.uint32(66).bytes(t.data),t.positioned!==!1&&n.uint32(
72).bool(t.positioned),t.recoverable!==!1&&n.uint32(80).bool(t.recoverable),t.joinLeave!==!1&&n.uint32(88).bool(t.joinLeave),
t.delta!==""&&n.uint32(98).string(t.delta),t.tf!==void 0&&Nn.encode(t.tf,n.uint32(106).fork()).join(),t.flag!==0n){if(BigInt.
asIntN(64,t.flag)!==t.flag)throw new globalThis.Error("value provided for field message.flag of type int64 too large");n.
uint32(112).int64(t.flag)}return t.type!==0&&n.uint32(120).int32(t.type),n},decode(t,n){throw new Error("decode not gene\
rated for PbSubscribeRequest")}};function ti(){return{expires:!1,ttl:0,recoverable:!1,epoch:"",publications:[],recovered:!1,
offset:0n,positioned:!1,data:new Uint8Array(0),wasRecovering:!1,delta:!1,id:0n,recovery:0}}var kt={encode(t,n=new g){throw new Error(
"encode not generated for PbSubscribeResult")},decode(t,n){let e=t instanceof b?t:new b(t),r=e.__tsProtoDecodeDepth??0;if(r>=
100)throw new globalThis.Error("protobuf decode recursion limit exceeded");e.__tsProtoDecodeDepth=r+1;try{let o=n===void 0?
e.len:e.pos+n,i=ti();for(;e.pos<o;){let s=e.uint32();switch(s>>>3){case 1:{if(s!==8)break;i.expires=e.bool();continue}case 2:{
if(s!==16)break;i.ttl=e.uint32();continue}case 3:{if(s!==24)break;i.recoverable=e.bool();continue}case 6:{if(s!==50)break;
i.epoch=e.string();continue}case 7:{if(s!==58)break;i.publications.push(yt.decode(e,e.uint32()));continue}case 8:{if(s!==
64)break;i.recovered=e.bool();continue}case 9:{if(s!==72)break;i.offset=e.uint64();continue}case 10:{if(s!==80)break;i.positioned=
e.bool();continue}case 11:{if(s!==90)break;i.data=e.bytes();continue}case 12:{if(s!==96)break;i.wasRecovering=e.bool();continue}case 13:{
if(s!==104)break;i.delta=e.bool();continue}case 14:{if(s!==112)break;i.id=e.int64();continue}case 100:{if(s!==800)break;
i.recovery=e.int32();continue}}if((s&7)===4||s===0)break;e.skip(s&7)}return i}finally{e.__tsProtoDecodeDepth=r}}},ni={encode(t,n=new g){
return t.channel!==""&&n.uint32(10).string(t.channel),t.token!==""&&n.uint32(18).string(t.token),n},decode(t,n){throw new Error(
"decode not generated for PbSubRefreshRequest")}};function ri(){return{expires:!1,ttl:0}}var si={encode(t,n=new g){throw new Error(
"encode not generated for PbSubRefreshResult")},decode(t,n){let e=t instanceof b?t:new b(t),r=e.__tsProtoDecodeDepth??0;
if(r>=100)throw new globalThis.Error("protobuf decode recursion limit exceeded");e.__tsProtoDecodeDepth=r+1;try{let o=n===
void 0?e.len:e.pos+n,i=ri();for(;e.pos<o;){let s=e.uint32();switch(s>>>3){case 1:{if(s!==8)break;i.expires=e.bool();continue}case 2:{
if(s!==16)break;i.ttl=e.uint32();continue}}if((s&7)===4||s===0)break;e.skip(s&7)}return i}finally{e.__tsProtoDecodeDepth=
r}}},ii={encode(t,n=new g){return t.channel!==""&&n.uint32(10).string(t.channel),n},decode(t,n){throw new Error("decode \
not generated for PbUnsubscribeRequest")}};function oi(){return{}}var ai={encode(t,n=new g){throw new Error("encode not \
generated for PbUnsubscribeResult")},decode(t,n){let e=t instanceof b?t:new b(t),r=e.__tsProtoDecodeDepth??0;if(r>=100)throw new globalThis.
Error("protobuf decode recursion limit exceeded");e.__tsProtoDecodeDepth=r+1;try{let o=n===void 0?e.len:e.pos+n,i=oi();for(;e.
pos<o;){let s=e.uint32();if(s>>>3,(s&7)===4||s===0)break;e.skip(s&7)}return i}finally{e.__tsProtoDecodeDepth=r}}},ci={encode(t,n=new g){
return t.channel!==""&&n.uint32(10).string(t.channel),t.data.length!==0&&n.uint32(18).bytes(t.data),t.idempotencyKey!==""&&
n.uint32(802).string(t.idempotencyKey),n},decode(t,n){throw new Error("decode not generated for PbPublishRequest")}};function ui(){
return{offset:0n,epoch:"",duplicate:!1}}var di={encode(t,n=new g){throw new Error("encode not generated for PbPublishRes\
ult")},decode(t,n){let e=t instanceof b?t:new b(t),r=e.__tsProtoDecodeDepth??0;if(r>=100)throw new globalThis.Error("pro\
tobuf decode recursion limit exceeded");e.__tsProtoDecodeDepth=r+1;try{let o=n===void 0?e.len:e.pos+n,i=ui();for(;e.pos<
o;){let s=e.uint32();switch(s>>>3){case 100:{if(s!==800)break;i.offset=e.uint64();continue}case 101:{if(s!==810)break;i.
epoch=e.string();continue}case 102:{if(s!==816)break;i.duplicate=e.bool();continue}}if((s&7)===4||s===0)break;e.skip(s&7)}
return i}finally{e.__tsProtoDecodeDepth=r}}},li={encode(t,n=new g){return t.channel!==""&&n.uint32(10).string(t.channel),
n},decode(t,n){throw new Error("decode not generated for PbPresenceRequest")}};function hi(){return{presence:new Map,truncated:!1}}
var fi={encode(t,n=new g){throw new Error("encode not generated for PbPresenceResult")},decode(t,n){let e=t instanceof b?
t:new b(t),r=e.__tsProtoDecodeDepth??0;if(r>=100)throw new globalThis.Error("protobuf decode recursion limit exceeded");
e.__tsProtoDecodeDepth=r+1;try{let o=n===void 0?e.len:e.pos+n,i=hi();for(;e.pos<o;){let s=e.uint32();switch(s>>>3){case 1:{
if(s!==10)break;let a=bi.decode(e,e.uint32());a.value!==void 0&&i.presence.set(a.key,a.value);continue}case 100:{if(s!==
800)break;i.truncated=e.bool();continue}}if((s&7)===4||s===0)break;e.skip(s&7)}return i}finally{e.__tsProtoDecodeDepth=r}}};
function pi(){return{key:"",value:void 0}}var bi={encode(t,n=new g){throw new Error("encode not generated for PbPresence\
Result_PresenceEntry")},decode(t,n){let e=t instanceof b?t:new b(t),r=e.__tsProtoDecodeDepth??0;if(r>=100)throw new globalThis.
Error("protobuf decode recursion limit exceeded");e.__tsProtoDecodeDepth=r+1;try{let o=n===void 0?e.len:e.pos+n,i=pi();for(;e.
pos<o;){let s=e.uint32();switch(s>>>3){case 1:{if(s!==10)break;i.key=e.string();continue}case 2:{if(s!==18)break;i.value=
je.decode(e,e.uint32());continue}}if((s&7)===4||s===0)break;e.skip(s&7)}return i}finally{e.__tsProtoDecodeDepth=r}}},gi={
encode(t,n=new g){return t.channel!==""&&n.uint32(10).string(t.channel),n},decode(t,n){throw new Error("decode not gener\
ated for PbPresenceStatsRequest")}};function mi(){return{numClients:0,numUsers:0}}var yi={encode(t,n=new g){throw new Error(
"encode not generated for PbPresenceStatsResult")},decode(t,n){let e=t instanceof b?t:new b(t),r=e.__tsProtoDecodeDepth??
0;if(r>=100)throw new globalThis.Error("protobuf decode recursion limit exceeded");e.__tsProtoDecodeDepth=r+1;try{let o=n===
void 0?e.len:e.pos+n,i=mi();for(;e.pos<o;){let s=e.uint32();switch(s>>>3){case 1:{if(s!==8)break;i.numClients=e.uint32();
continue}case 2:{if(s!==16)break;i.numUsers=e.uint32();continue}}if((s&7)===4||s===0)break;e.skip(s&7)}return i}finally{
e.__tsProtoDecodeDepth=r}}},wi={encode(t,n=new g){return t.channel!==""&&n.uint32(10).string(t.channel),t.limit!==0&&n.uint32(
56).int32(t.limit),t.since!==void 0&&An.encode(t.since,n.uint32(66).fork()).join(),t.reverse!==!1&&n.uint32(72).bool(t.reverse),
n},decode(t,n){throw new Error("decode not generated for PbHistoryRequest")}};function _i(){return{publications:[],epoch:"",
offset:0n,truncated:!1}}var vi={encode(t,n=new g){throw new Error("encode not generated for PbHistoryResult")},decode(t,n){
let e=t instanceof b?t:new b(t),r=e.__tsProtoDecodeDepth??0;if(r>=100)throw new globalThis.Error("protobuf decode recurs\
ion limit exceeded");e.__tsProtoDecodeDepth=r+1;try{let o=n===void 0?e.len:e.pos+n,i=_i();for(;e.pos<o;){let s=e.uint32();
switch(s>>>3){case 1:{if(s!==10)break;i.publications.push(yt.decode(e,e.uint32()));continue}case 2:{if(s!==18)break;i.epoch=
e.string();continue}case 3:{if(s!==24)break;i.offset=e.uint64();continue}case 100:{if(s!==800)break;i.truncated=e.bool();
continue}}if((s&7)===4||s===0)break;e.skip(s&7)}return i}finally{e.__tsProtoDecodeDepth=r}}},Pi={encode(t,n=new g){return n},
decode(t,n){throw new Error("decode not generated for PbPingRequest")}};function ki(){return{}}var Ri={encode(t,n=new g){
throw new Error("encode not generated for PbPingResult")},decode(t,n){let e=t instanceof b?t:new b(t),r=e.__tsProtoDecodeDepth??
0;if(r>=100)throw new globalThis.Error("protobuf decode recursion limit exceeded");e.__tsProtoDecodeDepth=r+1;try{let o=n===
void 0?e.len:e.pos+n,i=ki();for(;e.pos<o;){let s=e.uint32();if(s>>>3,(s&7)===4||s===0)break;e.skip(s&7)}return i}finally{
e.__tsProtoDecodeDepth=r}}},Di={encode(t,n=new g){return t.data.length!==0&&n.uint32(10).bytes(t.data),n},decode(t,n){throw new Error(
"decode not generated for PbMessageRequest")}},Ei={encode(t,n=new g){return t.data.length!==0&&n.uint32(10).bytes(t.data),
t.method!==""&&n.uint32(18).string(t.method),n},decode(t,n){throw new Error("decode not generated for PbRpcRequest")}};function xi(){
return{data:new Uint8Array(0)}}var Si={encode(t,n=new g){throw new Error("encode not generated for PbRpcResult")},decode(t,n){
let e=t instanceof b?t:new b(t),r=e.__tsProtoDecodeDepth??0;if(r>=100)throw new globalThis.Error("protobuf decode recurs\
ion limit exceeded");e.__tsProtoDecodeDepth=r+1;try{let o=n===void 0?e.len:e.pos+n,i=xi();for(;e.pos<o;){let s=e.uint32();
switch(s>>>3){case 1:{if(s!==10)break;i.data=e.bytes();continue}}if((s&7)===4||s===0)break;e.skip(s&7)}return i}finally{
e.__tsProtoDecodeDepth=r}}};function Ci(){return{id:0n,channel:"",event:void 0}}var Ti={encode(t,n=new g){throw new Error(
"encode not generated for PbPush")},decode(t,n){let e=t instanceof b?t:new b(t),r=e.__tsProtoDecodeDepth??0;if(r>=100)throw new globalThis.
Error("protobuf decode recursion limit exceeded");e.__tsProtoDecodeDepth=r+1;try{let o=n===void 0?e.len:e.pos+n,i=Ci();for(;e.
pos<o;){let s=e.uint32();switch(s>>>3){case 1:{if(s!==8)break;i.id=e.int64();continue}case 2:{if(s!==18)break;i.channel=
e.string();continue}case 4:{if(s!==34)break;i.event={$case:"pub",value:yt.decode(e,e.uint32())};continue}case 5:{if(s!==
42)break;i.event={$case:"join",value:Mi.decode(e,e.uint32())};continue}case 6:{if(s!==50)break;i.event={$case:"leave",value:Ui.
decode(e,e.uint32())};continue}case 7:{if(s!==58)break;i.event={$case:"unsubscribe",value:Ii.decode(e,e.uint32())};continue}case 8:{
if(s!==66)break;i.event={$case:"message",value:Ni.decode(e,e.uint32())};continue}case 9:{if(s!==74)break;i.event={$case:"\
subscribe",value:Wi.decode(e,e.uint32())};continue}case 10:{if(s!==82)break;i.event={$case:"connect",value:ji.decode(e,e.
uint32())};continue}case 11:{if(s!==90)break;i.event={$case:"disconnect",value:Gi.decode(e,e.uint32())};continue}case 12:{
if(s!==98)break;i.event={$case:"refresh",value:Ji.decode(e,e.uint32())};continue}case 100:{if(s!==802)break;i.event={$case:"\
gap",value:Xi.decode(e,e.uint32())};continue}case 101:{if(s!==810)break;i.event={$case:"position",value:An.decode(e,e.uint32())};
continue}}if((s&7)===4||s===0)break;e.skip(s&7)}return i}finally{e.__tsProtoDecodeDepth=r}}};function Bi(){return{info:void 0}}
var Mi={encode(t,n=new g){throw new Error("encode not generated for PbJoin")},decode(t,n){let e=t instanceof b?t:new b(t),
r=e.__tsProtoDecodeDepth??0;if(r>=100)throw new globalThis.Error("protobuf decode recursion limit exceeded");e.__tsProtoDecodeDepth=
r+1;try{let o=n===void 0?e.len:e.pos+n,i=Bi();for(;e.pos<o;){let s=e.uint32();switch(s>>>3){case 1:{if(s!==10)break;i.info=
je.decode(e,e.uint32());continue}}if((s&7)===4||s===0)break;e.skip(s&7)}return i}finally{e.__tsProtoDecodeDepth=r}}};function $i(){
return{info:void 0}}var Ui={encode(t,n=new g){throw new Error("encode not generated for PbLeave")},decode(t,n){let e=t instanceof
b?t:new b(t),r=e.__tsProtoDecodeDepth??0;if(r>=100)throw new globalThis.Error("protobuf decode recursion limit exceeded");
e.__tsProtoDecodeDepth=r+1;try{let o=n===void 0?e.len:e.pos+n,i=$i();for(;e.pos<o;){let s=e.uint32();switch(s>>>3){case 1:{
if(s!==10)break;i.info=je.decode(e,e.uint32());continue}}if((s&7)===4||s===0)break;e.skip(s&7)}return i}finally{e.__tsProtoDecodeDepth=
r}}};function qi(){return{code:0,reason:""}}var Ii={encode(t,n=new g){throw new Error("encode not generated for PbUnsubs\
cribe")},decode(t,n){let e=t instanceof b?t:new b(t),r=e.__tsProtoDecodeDepth??0;if(r>=100)throw new globalThis.Error("p\
rotobuf decode recursion limit exceeded");e.__tsProtoDecodeDepth=r+1;try{let o=n===void 0?e.len:e.pos+n,i=qi();for(;e.pos<
o;){let s=e.uint32();switch(s>>>3){case 2:{if(s!==16)break;i.code=e.uint32();continue}case 3:{if(s!==26)break;i.reason=e.
string();continue}}if((s&7)===4||s===0)break;e.skip(s&7)}return i}finally{e.__tsProtoDecodeDepth=r}}};function Ai(){return{
data:new Uint8Array(0)}}var Ni={encode(t,n=new g){throw new Error("encode not generated for PbMessage")},decode(t,n){let e=t instanceof
b?t:new b(t),r=e.__tsProtoDecodeDepth??0;if(r>=100)throw new globalThis.Error("protobuf decode recursion limit exceeded");
e.__tsProtoDecodeDepth=r+1;try{let o=n===void 0?e.len:e.pos+n,i=Ai();for(;e.pos<o;){let s=e.uint32();switch(s>>>3){case 1:{
if(s!==10)break;i.data=e.bytes();continue}}if((s&7)===4||s===0)break;e.skip(s&7)}return i}finally{e.__tsProtoDecodeDepth=
r}}};function Fi(){return{recoverable:!1,epoch:"",offset:0n,positioned:!1,data:new Uint8Array(0)}}var Wi={encode(t,n=new g){
throw new Error("encode not generated for PbSubscribe")},decode(t,n){let e=t instanceof b?t:new b(t),r=e.__tsProtoDecodeDepth??
0;if(r>=100)throw new globalThis.Error("protobuf decode recursion limit exceeded");e.__tsProtoDecodeDepth=r+1;try{let o=n===
void 0?e.len:e.pos+n,i=Fi();for(;e.pos<o;){let s=e.uint32();switch(s>>>3){case 1:{if(s!==8)break;i.recoverable=e.bool();
continue}case 4:{if(s!==34)break;i.epoch=e.string();continue}case 5:{if(s!==40)break;i.offset=e.uint64();continue}case 6:{
if(s!==48)break;i.positioned=e.bool();continue}case 7:{if(s!==58)break;i.data=e.bytes();continue}}if((s&7)===4||s===0)break;
e.skip(s&7)}return i}finally{e.__tsProtoDecodeDepth=r}}};function Li(){return{client:"",version:"",data:new Uint8Array(0),
subs:new Map,expires:!1,ttl:0,ping:0,pong:!1,session:"",node:"",time:0n}}var ji={encode(t,n=new g){throw new Error("enco\
de not generated for PbConnect")},decode(t,n){let e=t instanceof b?t:new b(t),r=e.__tsProtoDecodeDepth??0;if(r>=100)throw new globalThis.
Error("protobuf decode recursion limit exceeded");e.__tsProtoDecodeDepth=r+1;try{let o=n===void 0?e.len:e.pos+n,i=Li();for(;e.
pos<o;){let s=e.uint32();switch(s>>>3){case 1:{if(s!==10)break;i.client=e.string();continue}case 2:{if(s!==18)break;i.version=
e.string();continue}case 3:{if(s!==26)break;i.data=e.bytes();continue}case 4:{if(s!==34)break;let a=Oi.decode(e,e.uint32());
a.value!==void 0&&i.subs.set(a.key,a.value);continue}case 5:{if(s!==40)break;i.expires=e.bool();continue}case 6:{if(s!==
48)break;i.ttl=e.uint32();continue}case 7:{if(s!==56)break;i.ping=e.uint32();continue}case 8:{if(s!==64)break;i.pong=e.bool();
continue}case 9:{if(s!==74)break;i.session=e.string();continue}case 10:{if(s!==82)break;i.node=e.string();continue}case 11:{
if(s!==88)break;i.time=e.int64();continue}}if((s&7)===4||s===0)break;e.skip(s&7)}return i}finally{e.__tsProtoDecodeDepth=
r}}};function Hi(){return{key:"",value:void 0}}var Oi={encode(t,n=new g){throw new Error("encode not generated for PbCon\
nect_SubsEntry")},decode(t,n){let e=t instanceof b?t:new b(t),r=e.__tsProtoDecodeDepth??0;if(r>=100)throw new globalThis.
Error("protobuf decode recursion limit exceeded");e.__tsProtoDecodeDepth=r+1;try{let o=n===void 0?e.len:e.pos+n,i=Hi();for(;e.
pos<o;){let s=e.uint32();switch(s>>>3){case 1:{if(s!==10)break;i.key=e.string();continue}case 2:{if(s!==18)break;i.value=
kt.decode(e,e.uint32());continue}}if((s&7)===4||s===0)break;e.skip(s&7)}return i}finally{e.__tsProtoDecodeDepth=r}}};function Vi(){
return{code:0,reason:"",reconnect:!1,reconnectAfterMs:0}}var Gi={encode(t,n=new g){throw new Error("encode not generated\
 for PbDisconnect")},decode(t,n){let e=t instanceof b?t:new b(t),r=e.__tsProtoDecodeDepth??0;if(r>=100)throw new globalThis.
Error("protobuf decode recursion limit exceeded");e.__tsProtoDecodeDepth=r+1;try{let o=n===void 0?e.len:e.pos+n,i=Vi();for(;e.
pos<o;){let s=e.uint32();switch(s>>>3){case 1:{if(s!==8)break;i.code=e.uint32();continue}case 2:{if(s!==18)break;i.reason=
e.string();continue}case 3:{if(s!==24)break;i.reconnect=e.bool();continue}case 100:{if(s!==800)break;i.reconnectAfterMs=
e.uint32();continue}}if((s&7)===4||s===0)break;e.skip(s&7)}return i}finally{e.__tsProtoDecodeDepth=r}}};function zi(){return{
expires:!1,ttl:0}}var Ji={encode(t,n=new g){throw new Error("encode not generated for PbRefresh")},decode(t,n){let e=t instanceof
b?t:new b(t),r=e.__tsProtoDecodeDepth??0;if(r>=100)throw new globalThis.Error("protobuf decode recursion limit exceeded");
e.__tsProtoDecodeDepth=r+1;try{let o=n===void 0?e.len:e.pos+n,i=zi();for(;e.pos<o;){let s=e.uint32();switch(s>>>3){case 1:{
if(s!==8)break;i.expires=e.bool();continue}case 2:{if(s!==16)break;i.ttl=e.uint32();continue}}if((s&7)===4||s===0)break;
e.skip(s&7)}return i}finally{e.__tsProtoDecodeDepth=r}}};function Ki(){return{from:0n,to:0n,epoch:"",count:0n}}var Xi={encode(t,n=new g){
throw new Error("encode not generated for PbGap")},decode(t,n){let e=t instanceof b?t:new b(t),r=e.__tsProtoDecodeDepth??
0;if(r>=100)throw new globalThis.Error("protobuf decode recursion limit exceeded");e.__tsProtoDecodeDepth=r+1;try{let o=n===
void 0?e.len:e.pos+n,i=Ki();for(;e.pos<o;){let s=e.uint32();switch(s>>>3){case 1:{if(s!==8)break;i.from=e.uint64();continue}case 2:{
if(s!==16)break;i.to=e.uint64();continue}case 3:{if(s!==26)break;i.epoch=e.string();continue}case 4:{if(s!==32)break;i.count=
e.uint64();continue}}if((s&7)===4||s===0)break;e.skip(s&7)}return i}finally{e.__tsProtoDecodeDepth=r}}},Rt={encode(t,n=new g){
switch(t.id!==0&&n.uint32(8).uint32(t.id),t.request?.$case){case"connect":Gn.encode(t.request.value,n.uint32(34).fork()).
join();break;case"subscribe":zn.encode(t.request.value,n.uint32(42).fork()).join();break;case"unsubscribe":ii.encode(t.request.
value,n.uint32(50).fork()).join();break;case"publish":ci.encode(t.request.value,n.uint32(58).fork()).join();break;case"p\
resence":li.encode(t.request.value,n.uint32(66).fork()).join();break;case"presenceStats":gi.encode(t.request.value,n.uint32(
74).fork()).join();break;case"history":wi.encode(t.request.value,n.uint32(82).fork()).join();break;case"ping":Pi.encode(
t.request.value,n.uint32(90).fork()).join();break;case"send":Di.encode(t.request.value,n.uint32(98).fork()).join();break;case"\
rpc":Ei.encode(t.request.value,n.uint32(106).fork()).join();break;case"refresh":Qs.encode(t.request.value,n.uint32(114).
fork()).join();break;case"subRefresh":ni.encode(t.request.value,n.uint32(122).fork()).join();break}return n},decode(t,n){
throw new Error("decode not generated for PbCommand")}};function Yi(){return{id:0,result:void 0}}var Qi={encode(t,n=new g){
throw new Error("encode not generated for PbReply")},decode(t,n){let e=t instanceof b?t:new b(t),r=e.__tsProtoDecodeDepth??
0;if(r>=100)throw new globalThis.Error("protobuf decode recursion limit exceeded");e.__tsProtoDecodeDepth=r+1;try{let o=n===
void 0?e.len:e.pos+n,i=Yi();for(;e.pos<o;){let s=e.uint32();switch(s>>>3){case 1:{if(s!==8)break;i.id=e.uint32();continue}case 2:{
if(s!==18)break;i.result={$case:"error",value:In.decode(e,e.uint32())};continue}case 4:{if(s!==34)break;i.result={$case:"\
push",value:Ti.decode(e,e.uint32())};continue}case 5:{if(s!==42)break;i.result={$case:"connect",value:zs.decode(e,e.uint32())};
continue}case 6:{if(s!==50)break;i.result={$case:"subscribe",value:kt.decode(e,e.uint32())};continue}case 7:{if(s!==58)break;
i.result={$case:"unsubscribe",value:ai.decode(e,e.uint32())};continue}case 8:{if(s!==66)break;i.result={$case:"publish",
value:di.decode(e,e.uint32())};continue}case 9:{if(s!==74)break;i.result={$case:"presence",value:fi.decode(e,e.uint32())};
continue}case 10:{if(s!==82)break;i.result={$case:"presenceStats",value:yi.decode(e,e.uint32())};continue}case 11:{if(s!==
90)break;i.result={$case:"history",value:vi.decode(e,e.uint32())};continue}case 12:{if(s!==98)break;i.result={$case:"pin\
g",value:Ri.decode(e,e.uint32())};continue}case 13:{if(s!==106)break;i.result={$case:"rpc",value:Si.decode(e,e.uint32())};
continue}case 14:{if(s!==114)break;i.result={$case:"refresh",value:ei.decode(e,e.uint32())};continue}case 15:{if(s!==122)
break;i.result={$case:"subRefresh",value:si.decode(e,e.uint32())};continue}}if((s&7)===4||s===0)break;e.skip(s&7)}return i}finally{
e.__tsProtoDecodeDepth=r}}},Zi={encode(t,n=new g){return t.connect!==void 0&&Gn.encode(t.connect,n.uint32(10).fork()).join(),
n},decode(t,n){throw new Error("decode not generated for PbListenRequest")}},Jn={encode(t,n=new g){t.node!==""&&n.uint32(
10).string(t.node),t.session!==""&&n.uint32(18).string(t.session);for(let e of t.commands)Rt.encode(e,n.uint32(26).fork()).
join();if(t.seq!==0n){if(BigInt.asUintN(64,t.seq)!==t.seq)throw new globalThis.Error("value provided for field message.s\
eq of type uint64 too large");n.uint32(32).uint64(t.seq)}return n},decode(t,n){throw new Error("decode not generated for\
 PbSendRequest")}},eo=class{#e=new Map;#t=1;add(t,n,e){let r=++this.#t,o=()=>this.fail([r],new M(D.Timeout,`no answer to\
 ${t.$case}`,!0));return this.#e.set(r,{answer:e,timer:setTimeout(o,n)}),r}settle({id:t,result:n}){let e=this.#n(t);!e||
!n||e(n.$case==="error"?{error:wt(n.value)}:{result:n})}fail(t,n){for(let e of t)this.#n(e)?.({error:n})}failAll(t){this.
fail([...this.#e.keys()],t),this.#t=1}#n(t){let n=this.#e.get(t);return clearTimeout(n?.timer),this.#e.delete(t),n?.answer}},
me=class{#e;set(t,n){this.clear();let e=Math.min(t,2147483647);this.#e=setTimeout(()=>{this.#e=void 0,t>e?this.set(t-e,n):
n()},e)}clear(){clearTimeout(this.#e),this.#e=void 0}};function Kn(t){return t*1e3*(.8+.1*Math.random())}var Xn=class{constructor(t,n,e){
this.getToken=n,this.context=e,this.#e=t??""}getToken;context;#e;#t;get renewable(){return this.getToken!==void 0}current(t){
return this.getToken?this.#e!==""&&to(this.#e)>t?this.#e:void 0:this.#e}fetch(){return this.#t??=this.#n().finally(()=>this.#t=
void 0),this.#t}drop(){this.getToken&&(this.#e="")}replace(t){this.#e=t}async#n(){let t=await this.getToken(this.context);
if(typeof t!="string")throw new K("getToken gave no token: it must give a string, or throw UnauthorizedError");return this.#e=
t}};function to(t){let n=Yn(t).exp;return typeof n=="number"?n*1e3:1/0}function no(t){let{sub:n}=Yn(t);return typeof n==
"string"?n:t}function Yn(t){try{let n=t.split(".")[1].replace(/-/g,"+").replace(/_/g,"/"),e=Uint8Array.from(atob(n),r=>r.
charCodeAt(0));return JSON.parse(new TextDecoder().decode(e))}catch{return{}}}var ro=5e3,so=class{constructor(t,n,e,r){this.
options=t,this.openSession=n,this.timing=e,this.events=r,this.timeout=t.timeout??1e4,this.#e=this.backoff(),this.#n=new Xn(
t.token,t.getToken,void 0)}options;openSession;timing;events;timeout;#e;#t=new eo;#n;#r=new me;#a=new me;#o=()=>this.#k();#s="\
disconnected";#i=0;#u;#c="";#d=0;#l=0;#h=!1;get state(){return this.#s}get now(){return Date.now()+this.#l}backoff(){return new vt(
this.timing.minDelay,this.timing.maxDelay)}start(){this.#s==="disconnected"&&(globalThis.addEventListener?.("online",this.#o),
this.#s="connecting",this.events.connecting({code:W.connectCalled,reason:"connect called"}),this.#s==="connecting"&&!this.#u&&
this.#f())}stop(t,n){this.#s!=="disconnected"&&(globalThis.removeEventListener?.("online",this.#o),this.#b(n),this.#r.clear(),
this.#e.reset(),this.#c="",this.#s="disconnected",this.events.disconnected({code:t,reason:n}))}request(t,n){if(this.#s!==
"connected"||!this.#u)return n({error:new M(D.Disconnected,"not connected",!0)});let e=this.#t.add(t,this.timeout,n),r={
id:e,request:t};try{Rt.encode(r)}catch(o){return this.#t.fail([e],new M(D.Invalid,`${t.$case}: ${ae(o)}`))}this.#u.send(
r)}reconnect(t,n){this.#u&&this.#p({code:t,reason:n,reconnect:!0,afterMs:0})}#f(){this.#r.clear();let t=++this.#i,n=this.#n.
current(this.now);if(n!==void 0)return this.#g(t,n);this.#n.fetch().then(e=>{t===this.#i&&this.#g(t,e)},e=>{if(t===this.#i){
if(e instanceof K)return this.stop(We.unauthorized,e.message);this.events.error(Pn(e)),t===this.#i&&this.#r.set(this.#e.
next(),()=>this.#f())}})}#g(t,n){let e=js(this.options,n,this.#c,this.events.subs()),r=()=>t===this.#i;this.#u=this.openSession(
n)(e,{reply:o=>r()&&this.#y(o),end:o=>r()&&this.#p(o),error:(o,i)=>{r()&&(this.#t.fail(i,o),r()&&this.events.error(o))},
token:(o,i)=>{o===""?this.#n.replace(i):this.events.token(o,i)}})}#y(t){let{id:n,result:e}=t;if(this.#s==="connecting")e?.
$case==="connect"?this.#_(e.value):e?.$case==="error"&&this.#m(wt(e.value));else if(n>0)this.#t.settle(t);else if(e?.$case===
"push"&&e.value.event){let{channel:r,event:o}=e.value;o.$case==="refresh"&&r===""?this.#w(o.value):this.events.push(r,o)}}#_(t){
this.#s="connected",this.#c=t.session,this.#d=Date.now(),this.#h=!1,t.time>0n&&(this.#l=Number(t.time)-Date.now()),this.#w(
t),this.events.connected(t)}#m(t){let{code:n,message:e}=t,r=n===jn&&this.#n.renewable;if(!r&&!t.temporary)return this.#b(
e),this.stop(n,e);let o=r&&!this.#h;r&&this.#n.drop(),this.#h=r,this.#p({code:n,reason:e,reconnect:!0,afterMs:o?1:0,cause:n})}#p(t){
let{code:n,reason:e,reconnect:r,afterMs:o,cause:i=D.TransportClosed}=t;if(this.#b(e),Ls(n)&&this.#n.drop(),!r)return this.
stop(n,e);let s=this.#i;this.#s==="connected"?(Date.now()-this.#d>ro&&this.#e.reset(),this.#s="connecting",this.events.connecting(
{code:n,reason:e})):this.events.error(new M(i,e,!0)),s===this.#i&&this.#r.set(o||this.#e.next(),()=>this.#f())}#b(t){this.#i++,
this.#u?.close(),this.#u=void 0,this.#a.clear(),this.#t.failAll(new M(D.TransportClosed,`connection lost: ${t}`,!0))}#w({
expires:t,ttl:n}){this.#a.clear(),t&&this.#n.renewable&&this.#a.set(Kn(n),()=>this.#D())}#D(){let t=this.#i,n=e=>{this.events.
error(e),t===this.#i&&this.#a.set(this.#e.next(),()=>this.#D())};this.#n.fetch().then(e=>{t===this.#i&&this.request({$case:"\
refresh",value:{token:e}},r=>{if(t===this.#i){if("error"in r)return r.error.temporary?n(r.error):this.stop(r.error.code,
r.error.message);r.result.$case==="refresh"&&this.#w(r.result.value)}})},e=>{if(t===this.#i){if(e instanceof K)return this.
stop(We.unauthorized,e.message);n(Pn(e))}})}#k(){this.#s==="connecting"&&(this.#e.reset(),this.#b("online again"),this.#f())}};
function Pn(t){return new M(D.ConnectionToken,`getToken failed: ${ae(t)}`,!0,t)}var Qn=class{#e=new Map;on(t,n){let e=this.#e.
get(t);return e||this.#e.set(t,e=new Set),e.add(n),()=>{e.delete(n)}}emit(t,n){for(let e of[...this.#e.get(t)??[]])try{e(
n)}catch(r){setTimeout(()=>{throw r})}}},Le=class{#e;#t=0n;constructor(t){this.#e=t&&{...t}}get since(){return this.#e}forget(){
this.#e=void 0}subscribed(t){let{epoch:n,offset:e,publications:r}=t,o=this.#e;if(Fe(t)==="RECOVERED"&&o){this.#t=o.offset;
let i=o.epoch===""&&r.length===0;this.#e={epoch:n,offset:i?e:o.offset}}else this.#t=e,this.#e=n===""?void 0:{epoch:n,offset:e}}take({
offset:t}){return t===0n||!this.#e?!0:t<=this.#t?!1:(this.moveTo({offset:t,epoch:this.#e.epoch}),!0)}moveTo({offset:t,epoch:n}){
this.#t=t,this.#e={offset:t,epoch:n}}skip({to:t,epoch:n}){t>0n&&this.moveTo({offset:t,epoch:n})}},io=class{constructor(t){
this.emitter=t}emitter;#e=new Map;requests(){let t=new Map;for(let[n,{position:e,recoverable:r}]of this.#e)r&&e.since&&t.
set(n,Hs(e.since));return t}connected({subs:t,subErrors:n}){for(let e of[...this.#e.keys()]){if(t.has(e))continue;let r=n.
get(e),{code:o,message:i}=r?wt(r):{code:2e3,message:"no longer subscribed by the server"};this.#r(e,o,i)}for(let[e,r]of t)
this.#t(e,r)}suspend(t,n){for(let e of this.#e.keys())this.emitter.emit("subscribing",{channel:e,code:t,reason:n})}push(t,n){
if(n.$case==="subscribe")return this.#n(t,n.value);let e=this.#e.get(t);if(e){switch(n.$case){case"unsubscribe":return this.#r(
t,n.value.code,n.value.reason);case"pub":e.position.take(n.value)&&this.emitter.emit("publication",_t(t,n.value));return;case"\
position":return e.position.moveTo(n.value);case"gap":e.position.skip(n.value)}Wn(this.emitter,t,n)}}#t(t,n){let e=this.#e.
get(t)??{position:new Le,recoverable:!1};e.recoverable=n.recoverable,e.position.subscribed(n),this.#e.set(t,e),this.emitter.
emit("subscribed",Fn(t,n));for(let r of n.publications)this.push(t,{$case:"pub",value:r})}#n(t,{recoverable:n,positioned:e,
epoch:r,offset:o,data:i}){let s=r===""?void 0:{epoch:r,offset:o};this.#e.set(t,{position:new Le(s),recoverable:n}),this.
emitter.emit("subscribed",{channel:t,position:s,recoverable:n,positioned:e,data:i,wasRecovering:!1,recovered:!1,outcome:"\
NOT_REQUESTED"})}#r(t,n,e){Hn(n)||this.#e.delete(t),this.emitter.emit("unsubscribed",{channel:t,code:n,reason:e})}};function oo(t){
let n=new Uint8Array(5+t.length);return new DataView(n.buffer).setUint32(1,t.length),n.set(t,5),n}var ao=class{#e=new Uint8Array;*take(t){
let n=t;this.#e.length>0&&(n=new Uint8Array(this.#e.length+t.length),n.set(this.#e),n.set(t,this.#e.length));let e=0;for(;n.
length-e>=5;){let r=new DataView(n.buffer,n.byteOffset+e).getUint32(1);if(r>16777216)throw new Error(`a frame of ${r} by\
tes: this is no grpc-web stream`);if(n.length-e<5+r)break;yield{trailers:(n[e]&128)!==0,data:n.subarray(e+5,e+5+r)},e+=5+
r}this.#e=n.subarray(e)}},$={ok:0,unknown:2,invalidArgument:3,notFound:5,permissionDenied:7,resourceExhausted:8,failedPrecondition:9,
unimplemented:12,unavailable:14};async function gt(t,n,e,r,o={}){let i="application/grpc-web+proto",s=await t.fetch(`${t.
url}/fanwire.client.v1.ClientService/${n}`,{method:"POST",headers:{"content-type":i,accept:i,"x-grpc-web":"1"},body:oo(e),
cache:"no-store",signal:r});o.headers?.();let a=s.headers.get("grpc-status"),u=s.body;if(a!==null||!s.ok||!co(s)||!u)return await u?.
cancel(),a!==null?kn(s.headers):uo(s);let h=new ao,d=u.getReader();for(;;){let{done:f,value:y}=await d.read();if(f)return{
code:$.unavailable,message:"the stream was cut"};o.bytes?.();for(let{trailers:l,data:m}of h.take(y)){if(l)return kn(lo(m));
o.message?.(m.slice())}}}function co(t){return(t.headers.get("content-type")??"").startsWith("application/grpc-web")}function kn(t){
let n=t.get("grpc-message")??"";return{code:Number(t.get("grpc-status")??$.unknown),message:ho(n)}}function uo(t){let n=t.
headers.get("content-type"),e=t.ok?`answered with ${n??"no content type"} instead of application/grpc-web: is the url th\
at of a Fanwire client listener?`:`answered with HTTP ${t.status}`;return{code:$.unavailable,message:e}}function lo(t){let n=new TextDecoder().
decode(t).split(`\r
`);return new Map(n.map(e=>{let r=e.indexOf(":");return[e.slice(0,r).trim().toLowerCase(),e.slice(r+1).trim()]}))}function ho(t){
try{return decodeURIComponent(t)}catch{return t}}var fo=64,po=32*1024,bo=class{constructor(t,n,e,r){this.endpoint=t,this.
address=n,this.acceptMs=e,this.events=r}endpoint;address;acceptMs;events;#e=[];#t=new AbortController;#n=1n;#r=po;#a=!1;push(t){
this.#e.push(t),!this.#a&&(this.#a=!0,queueMicrotask(()=>{this.#o()}))}stop(){this.#t.abort()}async#o(){for(;this.#e.length>
0&&!this.#t.signal.aborted;)await this.#i(this.#s());this.#a=!1}#s(){let t=0,n=0;for(let e of this.#e){if(t+=Rt.encode(e).
finish().length+8,n>0&&(n===fo||t>this.#r))break;n++}return this.#e.splice(0,n)}async#i(t){let n=new vt(50,1e3),e=t,r=!1;
for(let o=Date.now()+this.acceptMs;;){let i=await this.#u(e,o-Date.now());if(this.#t.signal.aborted)return;switch(i.code){case $.
ok:this.#n++;return;case $.notFound:case $.failedPrecondition:case $.invalidArgument:return this.events.lost(i.message);case $.
resourceExhausted:if(!i.message.includes("size_limit"))break;if(e.length===1)return this.events.refused(e[0],new M(D.Refused,
i.message));this.#r/=2,this.#e.unshift(...e),e=this.#s();continue}if(Date.now()>=o){if(r)return this.events.lost("comman\
ds were not accepted");r=!0,o=Date.now()+this.acceptMs,this.events.overdue(go(this.acceptMs,i),e.map(({id:s})=>s))}await this.#c(
Math.min(n.next(),Math.max(0,o-Date.now())))}}async#u(t,n){let e=Jn.encode({...this.address,commands:t,seq:this.#n}).finish(),
r=new AbortController,o=()=>r.abort(),i=setTimeout(o,n);this.#t.signal.addEventListener("abort",o);try{return await gt(this.
endpoint,"Send",e,r.signal)}catch(s){return{code:$.unavailable,message:ae(s)}}finally{clearTimeout(i),this.#t.signal.removeEventListener(
"abort",o)}}#c(t){return new Promise(n=>{setTimeout(n,t)})}};function go(t,n){return new M(D.NotAccepted,`commands were \
not accepted within ${t/1e3} s (${n.message}). Over HTTP/1.1 a browser has six connections per host, and each open page \
without shared connection holds one: serve Fanwire over TLS, so that browsers speak HTTP/2, or leave \`sharing\` on`,!0)}
var Zn=class{constructor(t){this.silent=t}silent;#e;#t=0;#n=0;start(t){this.stop(),this.#n=t,this.touch(),t>0&&this.#r(Math.
min(5e3,t))}touch(){this.#t=Date.now()}stop(){clearTimeout(this.#e)}#r(t){let n=Date.now()+t;this.#e=setTimeout(()=>{let e=Date.
now(),r=this.#t+this.#n-e;r>0?this.#r(Math.min(5e3,r)):e-n>1e3?this.#r(1e3):this.silent()},t)}},mo=2e3,er=class{constructor(t,n,e,r){
this.endpoint=t,this.timing=n,this.handler=r,globalThis.addEventListener?.("offline",this.#n),this.#i(e)}endpoint;timing;handler;#e=new AbortController;#t=new Zn(
()=>{this.#s(oe(W.noPing,"no ping: nothing came from the server for too long"))});#n=()=>this.#s(oe(W.transportClosed,"o\
ffline"));#r;#a;#o=!1;send(t){this.#r?.push(t)}close(){this.#o=!0,globalThis.removeEventListener?.("offline",this.#n),clearTimeout(
this.#a),this.#t.stop(),this.#r?.stop(),this.#e.abort()}#s(t){this.#o||(this.close(),this.handler.end(t))}async#i(t){let n=!1;
this.#a=setTimeout(()=>{this.#d(n)},this.timing.firstFrame);try{let e=Zi.encode({connect:t}).finish(),r=await gt(this.endpoint,
"Listen",e,this.#e.signal,{headers:()=>n=!0,bytes:()=>this.#t.touch(),message:o=>this.#u(Qi.decode(o))});this.#s(yo(r))}catch(e){
this.#s(oe(W.transportClosed,ae(e)))}}#u(t){if(this.#o)return;let n=t.result;if(n?.$case==="connect"&&this.#c(n.value),n?.
$case==="error"&&clearTimeout(this.#a),n?.$case==="push"&&n.value.event?.$case==="disconnect"){let{code:e,reason:r,reconnectAfterMs:o}=n.
value.event.value;return this.#s({code:e,reason:r,reconnect:Ws(e),afterMs:o})}this.handler.reply(t)}#c({node:t,session:n,
ping:e}){clearTimeout(this.#a),this.#t.start(e>0?e*1e3+this.timing.pingDelay:0),this.#r=new bo(this.endpoint,{node:t,session:n},
this.timing.accept,{overdue:(r,o)=>this.handler.error(r,o),refused:(r,o)=>this.handler.error(o,[r.id]),lost:r=>this.#s(oe(
W.transportClosed,r))})}async#d(t){let n=this.timing.firstFrame/1e3,e=t||await this.#l();if(this.#o)return;let r=e?`the \
server answers, but the stream brought nothing within ${n} s: a proxy between here and the server collects the response \
instead of passing it on. Switch response buffering off for /fanwire.client.v1.ClientService/ there (nginx: proxy_buffer\
ing off)`:`no answer within ${n} s: the server cannot be reached, or this browser's connections to it are used up (six p\
er host over HTTP/1.1: serve Fanwire over TLS, so that browsers speak HTTP/2, or leave \`sharing\` on)`,o=e?D.Buffered:D.
Timeout;this.#s({...oe(W.transportClosed,r),cause:o})}async#l(){let t=new AbortController,n=setTimeout(()=>t.abort(),mo);
try{let e=Jn.encode({node:"",session:"",commands:[],seq:1n}).finish();return(await gt(this.endpoint,"Send",e,t.signal)).
code===$.notFound}catch{return!1}finally{clearTimeout(n)}}};function oe(t,n){return{code:t,reason:n,reconnect:!0,afterMs:0}}
function yo({code:t,message:n}){return t===$.permissionDenied||t===$.invalidArgument||t===$.unimplemented?{code:We.refused,
reason:n,reconnect:!1,afterMs:0}:oe(W.transportClosed,n||`the stream ended with status ${t}`)}var wo=class{constructor(t,n){
this.request=t,this.post=n}request;post;missed=0;reply(t,n){this.post({kind:"reply",reply:{id:t,result:n}})}push(t,n){let e={
id:0n,channel:t,event:n};this.reply(0,{$case:"push",value:e})}error(t,n,e){this.reply(t,{$case:"error",value:{code:n,message:e,
temporary:!1}})}},_o=class{constructor(t,n){this.from=t,this.to=n}from;to;#e=[];#t=0;get position(){return this.to}add(t){
if(t.offset!==0n)for(this.to={...this.to,offset:t.offset},this.#e.push(t),this.#t+=t.data.length;this.#e.length>256||this.#t>
262144;){let n=this.#e.shift();this.#t-=n.data.length,this.from=n.offset}}moveTo(t){this.to=t}restart(t){this.#e=[],this.#t=
0,this.from=t.offset,this.to=t}since(t){if(!(t<this.from||t>this.to.offset))return this.#e.filter(n=>n.offset>t)}},Rn=class tr{constructor(n,e){
this.channel=n,this.forward=e}channel;forward;#e=new Set;#t=[];#n;#r;#a;#o;#s;#i;get idle(){return this.#e.size===0&&this.#t.
length===0&&!this.#n}join(n,e,r){this.#t.push({member:n,id:e,request:r}),this.#u()}leave(n){let e=this.#t.findIndex(i=>i.
member===n);e>=0&&this.#t.splice(e,1);let r=this.#n?.member===n;r&&(this.#n.gone=!0),r&&this.#e.size+this.#t.length===0&&
(this.#n=void 0);let o=this.#e.delete(n);return this.#s===n&&this.#w(),o||r}push(n){if(!(!this.#a||!this.#o)){switch(n.$case){case"\
pub":return this.#g(n.value);case"position":this.#o.moveTo(n.value);break;case"gap":n.value.to>0n&&this.#o.restart({offset:n.
value.to,epoch:n.value.epoch});break;case"unsubscribe":return this.#p(n)}for(let e of this.#e)e.push(this.channel,n)}}renewed(n,e,r){
this.#s=n,this.#b(r);for(let o of this.#e)o!==n&&o.post({kind:"token",channel:this.channel,token:e})}static ofServer(n,e,r,o,i){
let s=new tr(n,e);s.#f(o,i);for(let a of r)s.#e.add(a);return s}attach(n,e){return this.#e.add(n),this.#_(e)??this.#m(5,
!0)}#u(){for(;!this.#n;){let n=this.#t.shift();if(!n)return;this.#a?this.#c(n):this.#d(n,!1)}}#c(n){let{member:e,id:r,request:o}=n;
if(this.#e.has(e)||!this.#r)return e.error(r,105,`already subscribed to ${this.channel}`);if(!Po(o,this.#r)){if(this.#e.
size===0)return this.#d(n,!0);let s=`another tab has ${this.channel} with other options, and a shared connection has one\
 subscription of a channel: use the same options, or set \`sharing\` to false`;return e.error(r,D.SharingConflict,s)}let i=this.#_(
o);if(!i)return this.#d(n,!0);this.#e.add(e),e.reply(r,{$case:"subscribe",value:i})}#d(n,e){this.#n=n,e&&this.forward({$case:"\
unsubscribe",value:{channel:this.channel}},()=>{}),this.forward({$case:"subscribe",value:n.request},r=>{this.#n===n&&(this.#n=
void 0,r.$case==="subscribe"?this.#l(n,r.value):this.#h(n,r),this.#u())})}#l({member:n,id:e,request:r,gone:o},i){let s=this.#o?.
position;this.#r=r,this.#f(i,r.offset),this.#b(i);let a=i.publications.map(u=>({...u,data:u.data.slice()}));if(Fe(i)==="\
RECOVERED"||!s||vo(s,i))for(let u of a)this.#y(u);else{let u={code:2500,reason:"insufficient state: another tab subscrib\
ed anew"};this.#p({$case:"unsubscribe",value:u},!0)}if(o)return this.#w();this.#s=n,this.#e.add(n),n.reply(e,{$case:"sub\
scribe",value:i})}#h({member:n,id:e},r){n.reply(e,r);let o={code:2500,reason:"insufficient state: another tab could not \
subscribe anew"};this.#p({$case:"unsubscribe",value:o})}#f(n,e){let r=Fe(n)==="RECOVERED";this.#a={...n,publications:[]};
let o=r?e:n.offset;this.#o=new _o(o,{epoch:n.epoch,offset:o});for(let i of n.publications)this.#o.add(i);r&&e===0n&&n.publications.
length===0&&this.#o.restart(n)}#g(n){let e=this.#o.position.offset;(n.offset===0n||n.offset>e)&&this.#o.add(n),this.#y(n)}#y(n){
for(let e of this.#e)e.push(this.channel,{$case:"pub",value:n})}#_(n){if(!n?.recover)return this.#m(1,!1);let e=this.#o.
position;if(!this.#a.recoverable)return this.#m(7,!0);if(n.epoch!==e.epoch)return n.epoch===""?void 0:this.#m(3,!0);let r=this.#o.
since(n.offset);return r&&{...this.#m(2,!0),publications:r,recovered:!0}}#m(n,e){let{epoch:r,offset:o}=this.#o.position;
return{...this.#a,epoch:r,offset:o,recovered:!1,wasRecovering:e,recovery:n,expires:!1,ttl:0}}#p(n,e=!1){let r=[...this.#e];
this.#e.clear(),e||(this.#a=void 0,this.#s=void 0);for(let o of r)o.push(this.channel,n)}#b({expires:n,ttl:e}){this.#i=n?
Date.now()+e*1e3:void 0}#w(){if([this.#s]=this.#e,this.#i===void 0)return;let n=Math.max(0,Math.round((this.#i-Date.now())/
1e3));this.#s?.push(this.channel,{$case:"refresh",value:{expires:!0,ttl:n}})}};function vo(t,{epoch:n,offset:e}){return t.
epoch===n&&t.offset===e}function Po(t,n){let e=({positioned:r,recoverable:o,joinLeave:i,tf:s,data:a})=>JSON.stringify([r,
o,i,s,[...a]]);return e(t)===e(n)}var ko=3,Ro=5e3,Do=class{constructor(t){this.fetchFn=t}fetchFn;#e=new Map;#t=new Map;#n=new Set;#r=new Map;#a;#o;#s;#i=0;#u=1;#c;#d;#l="";has(t){
return this.#e.has(t)}take(t,n){if(t.kind==="open"){let r=new wo(t.opening.request,n);return this.#e.set(t.id,r),this.#h(
r,t.opening)}let e=this.#e.get(t.id);if(!e){let r={code:1,reason:"this tab was away too long",reconnect:!0,afterMs:1};return t.
kind==="close"?void 0:n({kind:"end",end:r})}t.kind==="alive"?e.missed=0:t.kind==="close"?this.#b(t.id,e):this.#D(e,t.command)}#h(t,{
url:n,timing:e,request:r}){if(this.#s)return this.#y(t);if(this.#o)return;this.#a??=new vt(e.minDelay,e.maxDelay),this.#c=
t;let o={...r,previousSession:this.#l||r.previousSession};this.#o=new er({url:n,fetch:this.fetchFn},e,o,{reply:i=>this.#f(
i),end:i=>this.#m(i),error:({code:i,message:s,temporary:a},u)=>{for(let h of this.#e.values()){let d=u.map(f=>this.#r.get(
f)).filter(f=>f?.member===h);h.post({kind:"error",code:i,message:s,temporary:a,ids:d.map(f=>f.id)})}}})}#f(t){let{id:n,result:e}=t;
if(!this.#s)e?.$case==="connect"?this.#g(e.value):e?.$case==="error"&&this.#_(e);else if(e?.$case==="push")this.#P(e.value);else if(n===
0)this.#x();else{let r=this.#r.get(n);if(this.#r.delete(n),!e||!r)return;r.then?r.then(e):r.member?.reply(r.id,e)}}#g(t){
this.#s=t,this.#i=Date.now(),this.#l=t.session,this.#C(t);let[n]=this.#e.values(),e=this.#c??n;if(e){this.#c=e;for(let[r,
o]of t.subs)this.#R(r,[e],o,e.request.subs.get(r)?.offset);e.reply(1,{$case:"connect",value:t});for(let r of this.#e.values())
r!==e&&this.#y(r)}}#y(t){let n=new Map;for(let e of this.#n){let r=this.#t.get(e);r&&n.set(e,r.attach(t,t.request.subs.get(
e)))}t.reply(1,{$case:"connect",value:{...this.#s,time:0n,subs:n,expires:!1,ttl:0}}),this.#c||this.#T()}#_(t){let n=this.#c,
e={code:1,reason:"another tab could not connect",reconnect:!0,afterMs:1e3};for(let r of this.#p())r===n?r.reply(1,t):r.post(
{kind:"end",end:e})}#m(t){this.#s&&Date.now()-this.#i>Ro&&this.#a?.reset();let n={...t,afterMs:t.afterMs||Math.ceil(this.#a.
next())+1};for(let e of this.#p())e.post({kind:"end",end:n})}#p(){let t=[...this.#e.values()];return this.#o?.close(),this.#o=
void 0,this.#s=void 0,this.#c=void 0,this.#e.clear(),this.#t.clear(),this.#n.clear(),this.#r.clear(),this.#u=1,t}#b(t,n){
if(this.#e.delete(t),this.#e.size===0)return void this.#p();for(let e of[...this.#t.values()])this.#w(e,n);this.#c===n&&
(this.#c=void 0,this.#s&&this.#T())}#w(t,n){!t.leave(n)||!t.idle||this.#n.has(t.channel)||(this.#t.delete(t.channel),this.#v(
{$case:"unsubscribe",value:{channel:t.channel}},()=>{}))}#D(t,{id:n,request:e}){if(!(!e||!this.#o))switch(e.$case){case"\
subscribe":return this.#k(e.value).join(t,n,e.value);case"unsubscribe":{let r=this.#t.get(e.value.channel);return r&&this.#w(
r,t),t.reply(n,{$case:"unsubscribe",value:{}})}case"refresh":return this.#v(e,r=>{t.reply(n,r),r.$case==="refresh"&&this.#S(
t,e.value.token,r.value)});case"subRefresh":return this.#v(e,r=>{t.reply(n,r),r.$case==="subRefresh"&&this.#t.get(e.value.
channel)?.renewed(t,e.value.token,r.value)});default:this.#E(e,{member:t,id:n,then:void 0})}}#k({channel:t}){let n=this.#t.
get(t);return n||this.#t.set(t,n=new Rn(t,this.#v)),n}#v=(t,n)=>{this.#E(t,{member:void 0,id:0,then:n})};#E(t,n){let e=++this.#u;
this.#r.set(e,n),this.#o?.send({id:e,request:t})}#P({channel:t,event:n}){if(!n)return;let e=this.#t.get(t);if(n.$case===
"refresh"&&t==="")this.#C(n.value),this.#c?.push(t,n);else if(n.$case==="subscribe"){this.#R(t,this.#e.values(),Eo(n.value));
for(let r of this.#e.values())r.push(t,n)}else if(e){if(e.push(n),!e.idle)return;this.#t.delete(t),this.#n.delete(t)}}#R(t,n,e,r=0n){
this.#n.add(t),this.#t.set(t,Rn.ofServer(t,this.#v,n,e,r))}#x(){for(let[t,n]of[...this.#e])++n.missed>ko?this.#b(t,n):n.
reply(0,void 0)}#S(t,n,e){this.#c=t,this.#C(e);for(let r of this.#e.values())r!==t&&r.post({kind:"token",channel:"",token:n})}#C({
expires:t,ttl:n}){this.#d=t?Date.now()+n*1e3:void 0}#T(){if([this.#c]=this.#e.values(),this.#d===void 0)return;let t=Math.
max(0,Math.round((this.#d-Date.now())/1e3));this.#c?.push("",{$case:"refresh",value:{expires:!0,ttl:t}})}};function Eo(t){
return{...t,expires:!1,ttl:0,publications:[],recovered:!1,wasRecovering:!1,delta:!1,id:0n,recovery:1}}var xo=class{#e=new Map;#t=new Map;take(t,n){
t.kind==="open"&&this.#n(t.id,t.opening.key);let e=this.#t.get(t.id)??"",r=this.#e.get(e);r||this.#e.set(e,r=new Do(fetch.
bind(globalThis))),r.take(t,n)}#n(t,n){for(let[e,r]of this.#t)this.#e.get(r)?.has(e)||this.#t.delete(e);this.#t.set(t,n)}},
nr=class{receivers=new Map;attach(t,n){this.receivers.set(t,n)}detach(t){this.receivers.delete(t)}deliver(t,n){this.receivers.
get(t)?.take(n)}};function rr(){return Array.from(crypto.getRandomValues(new Uint32Array(4)),t=>t.toString(36)).join("-")}
var So=class extends nr{#e=rr();#t;#n="";#r;constructor(t){super();let n=`fanwire-client ${Pt}`;this.#t=new BroadcastChannel(
n),this.#t.onmessage=({data:e})=>this.#a(e),this.#i({kind:"who"}),t.request(n,()=>(this.#r=new xo,this.#i({kind:"leader",
leader:this.#e}),this.#o(this.#e),new Promise(()=>{})))}post(t){this.#r?queueMicrotask(()=>this.#r.take(t,n=>this.#s(t.id,
n))):this.#i({kind:"up",to:this.#n,from:this.#e,message:t})}#a(t){if(t.kind==="leader")return this.#o(t.leader);if(t.kind===
"who")return this.#r&&this.#i({kind:"leader",leader:this.#e});if(t.to!==this.#e)return;if(t.kind==="down")return this.deliver(
t.id,t.message);let{from:n,message:e}=t;this.#r?.take(e,r=>this.#i({kind:"down",to:n,id:e.id,message:r}))}#o(t){if(t!==this.#n){
this.#n=t;for(let n of[...this.receivers.values()])n.reset()}}#s(t,n){queueMicrotask(()=>this.deliver(t,n))}#i(t){this.#t.
postMessage(t)}},Dn=1e4,Co=class{constructor(t,n,e){this.link=t,this.opening=n,this.handler=e,t.attach(this.#e,this),globalThis.
addEventListener?.("pagehide",this.#n),globalThis.addEventListener?.("pageshow",this.#r),this.#t.start(n.timing.firstFrame+
Dn),this.link.post({kind:"open",id:this.#e,opening:n})}link;opening;handler;#e=rr();#t=new Zn(()=>this.#s("the shared co\
nnection does not answer",D.Timeout));#n=()=>this.#c("close");#r=({persisted:t})=>{t&&this.#s("the page was put aside")};#a=!1;send(t){
this.link.post({kind:"send",id:this.#e,command:t})}close(){this.#c("close"),this.#u()}take(t){switch(this.#t.touch(),t.kind){case"\
reply":return this.#o(t.reply);case"end":return this.#i(t.end);case"error":return this.handler.error(new M(t.code,t.message,
t.temporary),t.ids);case"token":return this.handler.token?.(t.channel,t.token)}}reset(){this.#a?this.#s("another tab lea\
ds now"):this.link.post({kind:"open",id:this.#e,opening:this.opening})}#o(t){let{id:n,result:e}=t;if(e?.$case==="connect"){
this.#a=!0;let{ping:r}=e.value;this.#t.start(r>0?r*1e3+this.opening.timing.pingDelay+Dn:0)}else n===0&&!e&&this.#c("aliv\
e");this.handler.reply(t)}#s(t,n){this.#c("close");let e={code:W.transportClosed,reason:t,reconnect:!0,afterMs:1};this.#i(
n===void 0?e:{...e,afterMs:0,cause:n})}#i(t){this.#u(),this.handler.end(t)}#u(){this.link.detach(this.#e),this.#t.stop(),
globalThis.removeEventListener?.("pagehide",this.#n),globalThis.removeEventListener?.("pageshow",this.#r)}#c(t){this.link.
post({kind:t,id:this.#e})}},To=6e3,Bo=class extends nr{constructor(t){super(),this.port=t,t.onmessage=({data:n})=>{"id"in
n&&this.deliver(n.id,n.message)}}port;post(t){this.port.postMessage(t)}};function Mo(t){return new Promise(n=>{let e=setTimeout(
()=>n(void 0),To),r=o=>{clearTimeout(e),n(o)};try{let o=t();o.onerror=()=>r(void 0),o.port.onmessage=({data:i})=>{r("ver\
sion"in i&&i.version===Pt?new Bo(o.port):void 0)}}catch{r(void 0)}})}var En=new Map;function $o(t,n,e){let r=(s,a)=>{let u={url:t,fetch:n.fetch??fetch.bind(globalThis)};return new er(u,e,s,
a)},{sharing:o=!0}=n;if(!o||n.fetch||!Uo())return()=>r;let i=o===!0?void 0:String(o.worker);return s=>(a,u)=>{let h=qo(t,
n,s);return new No(Io(i).then(d=>()=>d?new Co(d,{key:h,url:t,timing:e,request:a},u):r(a,u)))}}function Uo(){return typeof SharedWorker==
"function"||sr()!==void 0}function sr(){return typeof document=="object"&&typeof BroadcastChannel=="function"?navigator.
locks:void 0}function qo(t,n,e){let{data:r,name:o,version:i,headers:s}=n;return JSON.stringify([t,no(e),Oe(He(r)),o,i,s])}
function Io(t){let n=t??"",e=En.get(n);return e||En.set(n,e=Ao(t)),e}async function Ao(t){if(typeof SharedWorker=="funct\
ion"){let e=await Mo(()=>t===void 0?new SharedWorker(new URL("./worker.js",import.meta.url),{type:"module"}):new SharedWorker(
t,{type:"module"}));if(e)return e}let n=sr();return n&&new So(n)}var No=class{#e;#t=!1;constructor(t){t.then(n=>{this.#t||
(this.#e=n())})}send(t){this.#e?.send(t)}close(){this.#t=!0,this.#e?.close()}},Fo=class{constructor(t,n){this.subscribed=
t,this.events=n.map(e=>({$case:"pub",value:e})),this.#e=this.events.length+1e3}subscribed;events;#e;overflown=!1;add(t){
this.events.length<this.#e?this.events.push(t):this.overflown=!0}},Wo=class{constructor(t,n,e,r){this.channel=t,this.getState=
n,this.backoff=e,this.events=r}channel;getState;backoff;events;#e=new me;#t=0;#n=!1;#r=!1;#a=!0;holds({recovered:t,outcome:n,
position:e}){if(t||(this.#r=!0),!this.#r)return this.#a=!0,this.backoff.reset(),!1;if(this.#n&&t)return!0;let r={channel:this.
channel,position:e,outcome:n};return this.#a?this.#o(r):this.#s(r),!0}reset(){this.cancel(),this.#r=!0}cancel(){this.#t++,
this.#n=!1,this.#e.clear()}async#o(t){this.cancel();let n=this.#t;this.#n=!0,this.#a=!1;try{let e=await this.getState(t);
if(n!==this.#t)return;this.#n=!1,this.#r=!1,this.events.loaded(e??void 0)}catch(e){if(n!==this.#t)return;let r=`getState\
 for ${this.channel} failed: ${ae(e)}`;this.#s(t),this.events.failed(new M(D.State,r,!0,e))}}#s(t){this.cancel(),this.#n=
!0,this.#e.set(this.backoff.next(),()=>{this.#o(t)})}},ir=class{#e=new Set;wait(t,n){return new Promise((e,r)=>{let o,i=a=>{
clearTimeout(o),this.#e.delete(s),a()},s={resolve:()=>i(e),reject:a=>i(()=>r(a))};n!==void 0&&(o=setTimeout(()=>{s.reject(
new M(D.Timeout,`not ${t} within ${n/1e3} s`,!0))},n)),this.#e.add(s)})}resolve(){for(let t of[...this.#e])t.resolve()}reject(t){
for(let n of[...this.#e])n.reject(t)}},Lo=class extends Qn{constructor(t,n,e){super(),this.channel=t,this.options=n,this.
host=e,this.#e=new Xn(n.token,n.getToken,{channel:t}),this.#t=e.backoff(),this.#s=new Le(n.since),this.#u=n.since!==void 0,
n.getState&&(this.#o=new Wo(t,n.getState,e.backoff(),{loaded:r=>this.#m(r),failed:r=>this.emit("error",r)}))}channel;options;host;#e;#t;#n=new me;#r=new me;#a=new ir;#o;#s;#i="\
unsubscribed";#u;#c=0;#d=!1;#l;get state(){return this.#i}get position(){return this.#s.since}subscribe(){this.#i==="uns\
ubscribed"&&(this.#E(_n.subscribeCalled,"subscribe called"),this.resume())}unsubscribe(){this.#P(pt.unsubscribeCalled,"u\
nsubscribe called")}async ready(t){if(this.#i!=="subscribed"){if(this.#i==="unsubscribed")throw xn(this.channel,"call su\
bscribe()");await this.#a.wait(`subscribed to ${this.channel}`,t)}}publish(t,n){return this.host.calls.publish(this.channel,
t,n)}history(t){return this.host.calls.history(this.channel,t)}presence(){return this.host.calls.presence(this.channel)}presenceStats(){
return this.host.calls.presenceStats(this.channel)}resume(){this.#i==="subscribing"&&this.host.connected&&!this.#d&&this.#h()}suspend(){
this.#d=!1,this.#i==="subscribed"?this.#E(_n.transportClosed,"connection lost"):this.#R()}renewed(t){this.#e.replace(t)}push(t){
t.$case==="unsubscribe"?this.#D(t.value.code,t.value.reason):t.$case==="refresh"?this.#k(t.value):this.#l?this.#l.add(t):
this.#i==="subscribed"&&this.#w(t)}#h(){this.#R();let t=this.#c,n=this.#e.current(this.host.now);if(n!==void 0)return this.#f(
t,n);this.#e.fetch().then(e=>{t===this.#c&&this.host.connected&&this.#f(t,e)},e=>{if(t===this.#c){if(e instanceof K)return this.#P(
pt.unauthorized,e.message);this.#y(t,this.#S(e))}})}#f(t,n){this.#d=!0;let e=On(this.channel,this.options,n,this.#u?this.#s.
since:void 0);this.host.request({$case:"subscribe",value:e},r=>{t===this.#c&&("error"in r?this.#g(t,r.error):r.result.$case===
"subscribe"&&this.#_(r.result.value))})}#g(t,n){if(n.code===D.Timeout)return this.host.reconnect(W.subscribeTimeout,n.message);
if(n.code===D.TransportClosed)return;this.#d=!1;let e=n.code===jn&&this.#e.renewable;if(e&&this.#e.drop(),e||n.temporary)
return this.#y(t,n);this.#P(n.code,n.message)}#y(t,n){this.emit("error",n),t===this.#c&&this.#n.set(this.#t.next(),()=>this.
resume())}#_(t){this.#s.subscribed(t),this.#u=t.recoverable,this.#k(t),this.#l=new Fo(Fn(this.channel,t),t.publications),
!this.#o?.holds(this.#l.subscribed)&&this.#b()}#m(t){let n=this.#s.since,e=t&&(!n||t.epoch!==n.epoch||t.offset<n.offset);
e?(this.#s=new Le(t),this.#u=!0):t&&this.#s.moveTo(t),this.#l&&(e||this.#l.overflown?this.#p():this.#b())}#p(){this.#x(),
this.#h()}#b(){let{subscribed:t,events:n}=this.#l,e=this.#c;this.#l=void 0,this.#i="subscribed",this.#t.reset(),this.emit(
"subscribed",t),this.#a.resolve();for(let r of n){if(e!==this.#c)return;this.#w(r)}}#w(t){t.$case==="pub"?this.#s.take(t.
value)&&this.emit("publication",_t(this.channel,t.value)):t.$case==="position"?this.#s.moveTo(t.value):(t.$case==="gap"&&
this.#s.skip(t.value),Wn(this,this.channel,t))}#D(t,n){if(this.#i!=="unsubscribed"){if(this.#d=!1,!Hn(t))return this.#P(
t,n);(t===As||t===vn)&&this.#e.drop(),t===vn&&(this.#s.forget(),this.#o?.reset()),this.#E(t,n),this.resume()}}#k({expires:t,
ttl:n}){this.#r.clear(),t&&this.#e.renewable&&this.#r.set(Kn(n),()=>this.#v())}#v(){let t=this.#c,n=e=>{this.emit("error",
e),t===this.#c&&this.#r.set(this.#t.next(),()=>this.#v())};this.#e.fetch().then(e=>{t===this.#c&&this.host.request({$case:"\
subRefresh",value:{channel:this.channel,token:e}},r=>{if(t===this.#c){if("error"in r)return r.error.code===D.TransportClosed?
void 0:r.error.temporary?n(r.error):this.#P(r.error.code,r.error.message);r.result.$case==="subRefresh"&&this.#k(r.result.
value)}})},e=>{if(t===this.#c){if(e instanceof K)return this.#P(pt.unauthorized,e.message);n(this.#S(e))}})}#E(t,n){this.#R(),
this.#i="subscribing",this.emit("subscribing",{channel:this.channel,code:t,reason:n})}#P(t,n){this.#i!=="unsubscribed"&&
(this.#x(),this.#R(),this.#o?.cancel(),this.#i="unsubscribed",this.emit("unsubscribed",{channel:this.channel,code:t,reason:n}),
this.#a.reject(xn(this.channel,n)))}#R(){this.#c++,this.#l=void 0,this.#n.clear(),this.#r.clear()}#x(){this.#d&&(this.#d=
!1,this.host.request({$case:"unsubscribe",value:{channel:this.channel}},t=>{"error"in t&&t.error.code===D.Timeout&&this.
host.reconnect(W.subscribeTimeout,t.error.message)}))}#S(t){let n=`getToken for ${this.channel} failed: ${ae(t)}`;return new M(
D.SubscriptionToken,n,!0,t)}};function xn(t,n){return new M(D.Unsubscribed,`not subscribed to ${t}: ${n}`)}function jo(t){
return{firstFrame:t.firstFrameTimeout??5e3,accept:t.acceptTimeout??5e3,pingDelay:t.maxPingDelay??1e4,minDelay:t.minReconnectDelay??
500,maxDelay:t.maxReconnectDelay??2e4}}var or=class extends Qn{#e;#t;#n=new io(this);#r=new Map;#a=new ir;constructor(t,n={}){
super();let e=jo(n);this.#e=new so(n,$o(String(t).replace(/\/+$/,""),n,e),e,{connecting:r=>this.#o(r),connected:r=>{let{
client:o,version:i,data:s}=r;if(this.emit("connected",{client:o,version:i,data:s}),this.state==="connected"){this.#n.connected(
r);for(let a of this.#r.values())a.resume();this.#a.resolve()}},disconnected:r=>this.#s(r),push:(r,o)=>this.#u(r,o),error:r=>this.
emit("error",r),token:(r,o)=>this.#r.get(r)?.renewed(o),subs:()=>this.#n.requests()}),this.#t=new Is(async r=>(await this.
ready(this.#e.timeout),new Promise((o,i)=>{this.#e.request(r,s=>{"error"in s?i(s.error):o(s.result)})})))}get state(){return this.#e.
state}connect(){this.#e.start()}disconnect(){this.#e.stop(We.disconnectCalled,"disconnect called")}async ready(t){if(this.
state!=="connected"){if(this.state==="disconnected")throw Sn("call connect()");await this.#a.wait("connected",t)}}newSubscription(t,n={}){
if(this.#r.has(t))throw new Error(`there is a subscription to ${t} already: use getSubscription, or removeSubscription f\
irst`);let e=this.#e,r=new Lo(t,n,{get connected(){return e.state==="connected"},get now(){return e.now},calls:this.#t,backoff:()=>e.
backoff(),request:(o,i)=>e.request(o,i),reconnect:(o,i)=>e.reconnect(o,i)});return this.#r.set(t,r),r}getSubscription(t){
return this.#r.get(t)}removeSubscription(t){t.unsubscribe(),this.#r.get(t.channel)===t&&this.#r.delete(t.channel)}publish(t,n,e){
return this.#t.publish(t,n,e)}history(t,n){return this.#t.history(t,n)}presence(t){return this.#t.presence(t)}presenceStats(t){
return this.#t.presenceStats(t)}#o(t){this.emit("connecting",t),this.#i(t)}#s(t){this.emit("disconnected",t),this.#i(t),
this.#a.reject(Sn(t.reason))}#i({code:t,reason:n}){this.#n.suspend(t,n);for(let e of this.#r.values())e.suspend()}#u(t,n){
let e=this.#r.get(t);e&&n.$case!=="subscribe"?e.push(n):this.#n.push(t,n)}};function Sn(t){return new M(D.Disconnected,`\
disconnected: ${t}`)}function cr(){let t=this.buf,n=this.pos,e=0,r=0;for(let i=0;i<28;i+=7){let s=t[n++];if(e|=(s&127)<<i,(s&128)==0){this.pos=
n,this.assertBounds(),this.varint64Lo=e,this.varint64Hi=r;return}}let o=t[n++];if(e|=(o&15)<<28,r=(o&112)>>4,(o&128)==0){
this.pos=n,this.assertBounds(),this.varint64Lo=e,this.varint64Hi=r;return}for(let i=3;i<=31;i+=7){let s=t[n++];if(r|=(s&
127)<<i,(s&128)==0){this.pos=n,this.assertBounds(),this.varint64Lo=e,this.varint64Hi=r;return}}throw new Error("invalid \
varint")}var Ve=4294967296;function Dt(t){let n=t[0]==="-";n&&(t=t.slice(1));let e=1e6,r=0,o=0;function i(s,a){let u=Number(t.slice(
s,a));o*=e,r=r*e+u,r>=Ve&&(o=o+(r/Ve|0),r=r%Ve)}return i(-24,-18),i(-18,-12),i(-12,-6),i(-6),n?dr(r,o):xt(r,o)}function ur(t,n){
let e=xt(t,n),r=e.hi&2147483648;r&&(e=dr(e.lo,e.hi));let o=Et(e.lo,e.hi);return r?"-"+o:o}function Et(t,n){if({lo:t,hi:n}=
Ho(t,n),n<=2097151)return String(Ve*n+t);let e=t&16777215,r=(t>>>24|n<<8)&16777215,o=n>>16&65535,i=e+r*6777216+o*6710656,
s=r+o*8147497,a=o*2,u=1e7;return i>=u&&(s+=Math.floor(i/u),i%=u),s>=u&&(a+=Math.floor(s/u),s%=u),a.toString()+ar(s)+ar(i)}
function Ho(t,n){return{lo:t>>>0,hi:n>>>0}}function xt(t,n){return{lo:t|0,hi:n|0}}function dr(t,n){return n=~n,t?t=~t+1:
n+=1,xt(t,n)}var ar=t=>{let n=String(t);return"0000000".slice(n.length)+n};function lr(){let t=this.buf[this.pos++];if((t&128)===0)return this.assertBounds(),t;let n=t&127;if(t=this.buf[this.pos++],
n|=(t&127)<<7,(t&128)===0)return this.assertBounds(),n;if(t=this.buf[this.pos++],n|=(t&127)<<14,(t&128)===0)return this.
assertBounds(),n;if(t=this.buf[this.pos++],n|=(t&127)<<21,(t&128)===0)return this.assertBounds(),n;t=this.buf[this.pos++],
n|=(t&15)<<28;for(let e=5;(t&128)!==0&&e<10;e++)t=this.buf[this.pos++];if((t&128)!==0)throw new Error("invalid varint");
return this.assertBounds(),n>>>0}var I=Oo();function Oo(){let t=new DataView(new ArrayBuffer(8));if(typeof BigInt=="function"&&typeof t.getBigInt64=="fun\
ction"&&typeof t.getBigUint64=="function"&&typeof t.setBigInt64=="function"&&typeof t.setBigUint64=="function"&&(!!globalThis.
Deno||!!globalThis.Bun||typeof process!="object"||typeof process.env!="object"||process.env.BUF_BIGINT_DISABLE!=="1")){let e=BigInt(
"-9223372036854775808"),r=BigInt("9223372036854775807"),o=BigInt("0"),i=BigInt("18446744073709551615");return{zero:BigInt(
0),supported:!0,parse(s){let a=typeof s=="bigint"?s:BigInt(s);if(a>r||a<e)throw new Error(`invalid int64: ${s}`);return a},
uParse(s){let a=typeof s=="bigint"?s:BigInt(s);if(a>i||a<o)throw new Error(`invalid uint64: ${s}`);return a},enc(s){return t.
setBigInt64(0,this.parse(s),!0),{lo:t.getInt32(0,!0),hi:t.getInt32(4,!0)}},uEnc(s){return t.setBigInt64(0,this.uParse(s),
!0),{lo:t.getInt32(0,!0),hi:t.getInt32(4,!0)}},dec(s,a){return t.setInt32(0,s,!0),t.setInt32(4,a,!0),t.getBigInt64(0,!0)},
uDec(s,a){return t.setInt32(0,s,!0),t.setInt32(4,a,!0),t.getBigUint64(0,!0)}}}return{zero:"0",supported:!1,parse(e){return typeof e!=
"string"&&(e=e.toString()),hr(e),e},uParse(e){return typeof e!="string"&&(e=e.toString()),fr(e),e},enc(e){return typeof e!=
"string"&&(e=e.toString()),hr(e),Dt(e)},uEnc(e){return typeof e!="string"&&(e=e.toString()),fr(e),Dt(e)},dec(e,r){return ur(
e,r)},uDec(e,r){return Et(e,r)}}}function hr(t){if(!/^-?[0-9]+$/.test(t))throw new Error("invalid int64: "+t)}function fr(t){
if(!/^[0-9]+$/.test(t))throw new Error("invalid uint64: "+t)}var St;function Vo(t){var n;St=Object.assign(Object.assign({},t),{encodeUtf8Into:(n=t.encodeUtf8Into)!==null&&n!==void 0?
n:Tt(t.encodeUtf8.bind(t))})}function Ct(){if(!St){let t=globalThis;if(!t.TextEncoder||!t.TextDecoder)throw new Error("e\
ncoding API missing: install TextEncoder and TextDecoder on globalThis");let n=new t.TextEncoder,e=new t.TextDecoder("ut\
f-8",{ignoreBOM:!0}),r,o={encodeUtf8(s){return n.encode(s)},decodeUtf8(s,a){return a?(r||(r=new t.TextDecoder("utf-8",{fatal:!0,
ignoreBOM:!0})),r.decode(s)):e.decode(s)},checkUtf8(s){try{return encodeURIComponent(s),!0}catch{return!1}}};n.encodeInto&&
(o.encodeUtf8Into=n.encodeInto.bind(n));let i=String.prototype.isWellFormed;i&&(o.checkUtf8=s=>i.call(s)),Vo(o)}return St}
function Tt(t){return(n,e)=>{let r=t(n);return e.set(r),{written:r.byteLength}}}var X;(function(t){t[t.Varint=0]="Varint",t[t.Bit64=1]="Bit64",t[t.LengthDelimited=2]="LengthDelimited",t[t.StartGroup=3]=
"StartGroup",t[t.EndGroup=4]="EndGroup",t[t.Bit32=5]="Bit32"})(X||(X={}));var Go=4294967295,zo=2147483647,Jo=-2147483648,w=class{constructor(n){this.stackPos=[],this.encodeUtf8Into=n?Tt(n):Ct().
encodeUtf8Into,this.buffer=br,this.viewCache=Xo,this.pos=0}ensureCapacity(n){let e=this.pos+n;if(e>this.buffer.length){let r=this.
buffer.length||Ko;for(;r<e;)r*=2;let o=new Uint8Array(r);this.pos>0&&o.set(this.buffer),this.buffer=o}}view(){let n=this.
buffer,e=this.viewCache;if(e.byteLength===n.byteLength)return e;let r=new DataView(n.buffer);return this.viewCache=r,r}finish(){
let n=this.buffer.slice(0,this.pos);return this.pos=0,this.stackPos=[],n}fork(){return this.stackPos.push(this.pos),this.
ensureCapacity(we),this.buffer[this.pos++]=0,this}join(){let n=this.stackPos.pop();if(n===void 0)throw new Error("invali\
d state, fork stack empty");let e=this.pos-n-we,r=Bt(e);return r>we&&(this.ensureCapacity(r-we),this.buffer.copyWithin(n+
r,n+we,this.pos)),this.pos=n,this.uint32(e),this.pos+=e,this}tag(n,e){return this.uint32((n<<3|e)>>>0)}raw(n){return this.
ensureCapacity(n.length),this.buffer.set(n,this.pos),this.pos+=n.length,this}uint32(n){if(pr(n),this.ensureCapacity(5),n<
128)return this.buffer[this.pos++]=n,this;for(;n>127;)this.buffer[this.pos++]=n&127|128,n>>>=7;return this.buffer[this.pos++]=
n,this}int32(n){if(Mt(n),n>=0)return this.uint32(n);this.ensureCapacity(10);for(let e=0;e<9;e++)this.buffer[this.pos++]=
n&127|128,n>>=7;return this.buffer[this.pos++]=1,this}bool(n){return this.ensureCapacity(1),this.buffer[this.pos++]=n?1:
0,this}bytes(n){return this.uint32(n.byteLength),this.raw(n)}string(n){typeof n!="string"&&(n=String(n));let e=n.length;
if(e<=gr){this.ensureCapacity(e+1);let u=this.buffer,h=this.pos;u[h++]=e;let d=0;for(;d<e;d++){let f=n.charCodeAt(d);if(f>
127)break;u[h++]=f}if(d==e)return this.pos=h,this}this.ensureCapacity(e*3+5);let r=Bt(e),o=this.buffer,i=this.pos,{written:s}=this.
encodeUtf8Into(n,o.subarray(i+r)),a=Bt(s);return a!=r&&o.copyWithin(i+a,i+r,i+r+s),this.uint32(s),this.pos+=s,this}float(n){
return Yo(n),this.ensureCapacity(4),this.view().setFloat32(this.pos,n,!0),this.pos+=4,this}double(n){return this.ensureCapacity(
8),this.view().setFloat64(this.pos,n,!0),this.pos+=8,this}fixed32(n){return pr(n),this.ensureCapacity(4),this.view().setUint32(
this.pos,n,!0),this.pos+=4,this}sfixed32(n){return Mt(n),this.ensureCapacity(4),this.view().setInt32(this.pos,n,!0),this.
pos+=4,this}sint32(n){return Mt(n),this.uint32((n<<1^n>>31)>>>0)}sfixed64(n){let e=I.enc(n);this.ensureCapacity(8);let r=this.
view();return r.setInt32(this.pos,e.lo,!0),r.setInt32(this.pos+4,e.hi,!0),this.pos+=8,this}fixed64(n){let e=I.uEnc(n);this.
ensureCapacity(8);let r=this.view();return r.setInt32(this.pos,e.lo,!0),r.setInt32(this.pos+4,e.hi,!0),this.pos+=8,this}int64(n){
let e=I.enc(n);return this.writeVarint64(e.lo,e.hi)}sint64(n){let e=I.enc(n),r=e.hi>>31,o=e.lo<<1^r,i=(e.hi<<1|e.lo>>>31)^
r;return this.writeVarint64(o,i)}uint64(n){let e=I.uEnc(n);return this.writeVarint64(e.lo,e.hi)}writeVarint64(n,e){this.
ensureCapacity(10);let r=this.buffer,o=this.pos;for(let a=0;a<28;a=a+7){let u=n>>>a,h=!(!(u>>>7)&&e==0);if(r[o++]=(h?u|128:
u)&255,!h)return this.pos=o,this}let i=n>>>28&15|(e&7)<<4,s=e>>3!=0;if(r[o++]=(s?i|128:i)&255,!s)return this.pos=o,this;
for(let a=3;a<31;a=a+7){let u=e>>>a,h=!!(u>>>7);if(r[o++]=(h?u|128:u)&255,!h)return this.pos=o,this}return r[o++]=e>>>31&
1,this.pos=o,this}},Ko=128,we=1,br=new Uint8Array(0),Xo=new DataView(br.buffer),gr=32;function Bt(t){return t<128?1:t<16384?
2:t<2097152?3:t<268435456?4:5}var p=class{constructor(n,e=Ct().decodeUtf8){this.decodeUtf8=e,this.varint64Lo=0,this.varint64Hi=
0,this.varint64=cr,this.uint32=lr,this.buf=n,this.len=n.length,this.pos=0,this.view=new DataView(n.buffer,n.byteOffset,n.
byteLength)}tag(){let n=this.pos,e=this.uint32(),r=this.pos-n;if(r>5||r==5&&this.buf[this.pos-1]>15)throw new Error("ill\
egal tag: varint overflows uint32");let o=e>>>3,i=e&7;if(o<=0||i>5)throw new Error("illegal tag: field no "+o+" wire typ\
e "+i);return[o,i]}skip(n,e,r=100){let o=this.pos;switch(n){case X.Varint:for(;this.buf[this.pos++]&128;);break;case X.Bit64:
this.pos+=4;case X.Bit32:this.pos+=4;break;case X.LengthDelimited:let i=this.uint32();this.pos+=i;break;case X.StartGroup:
if(r<=0)throw new Error("maximum recursion depth reached");for(;;){let[s,a]=this.tag();if(a===X.EndGroup){if(e!==void 0&&
s!==e)throw new Error("invalid end group tag");break}this.skip(a,s,r-1)}break;default:throw new Error("cant skip wire ty\
pe "+n)}return this.assertBounds(),this.buf.subarray(o,this.pos)}assertBounds(){if(this.pos>this.len)throw new RangeError(
"premature EOF")}int32(){return this.uint32()|0}sint32(){let n=this.uint32();return n>>>1^-(n&1)}int64(){return this.varint64(),
I.dec(this.varint64Lo,this.varint64Hi)}uint64(){return this.varint64(),I.uDec(this.varint64Lo,this.varint64Hi)}sint64(){
this.varint64();let n=this.varint64Lo,e=this.varint64Hi,r=-(n&1);return n=(n>>>1|(e&1)<<31)^r,e=e>>>1^r,I.dec(n,e)}bool(){
let n=this.buf[this.pos];return n<128?(this.pos++,n!==0):(this.varint64(),this.varint64Lo!==0||this.varint64Hi!==0)}fixed32(){
return this.view.getUint32((this.pos+=4)-4,!0)}sfixed32(){return this.view.getInt32((this.pos+=4)-4,!0)}fixed64(){return I.
uDec(this.sfixed32(),this.sfixed32())}sfixed64(){return I.dec(this.sfixed32(),this.sfixed32())}float(){return this.view.
getFloat32((this.pos+=4)-4,!0)}double(){return this.view.getFloat64((this.pos+=8)-8,!0)}bytes(){let n=this.uint32(),e=this.
pos;return this.pos+=n,this.assertBounds(),this.buf.subarray(e,e+n)}string(n){let e=this.uint32(),r=this.pos;this.pos+=e,
this.assertBounds();let o=this.buf;if(e<=gr){let i=new Array(e);for(let s=0;s<e;s++){let a=o[r+s];if(a>127)return this.decodeUtf8(
o.subarray(r,this.pos),n);i[s]=a}return String.fromCharCode.apply(String,i)}return this.decodeUtf8(o.subarray(r,this.pos),
n)}};function Mt(t){if(typeof t=="string")t=Number(t);else if(typeof t!="number")throw new Error("invalid int32: "+typeof t);
if(!Number.isInteger(t)||t>zo||t<Jo)throw new Error("invalid int32: "+t)}function pr(t){if(typeof t=="string")t=Number(t);else if(typeof t!=
"number")throw new Error("invalid uint32: "+typeof t);if(!Number.isInteger(t)||t>Go||t<0)throw new Error("invalid uint32\
: "+t)}function Yo(t){if(typeof t=="string"){let n=t;if(t=Number(t),Number.isNaN(t)&&n!=="NaN")throw new Error("invalid \
float32: "+n)}else if(typeof t!="number")throw new Error("invalid float32: "+typeof t);if(!Number.isFinite(Math.fround(t))&&
Number.isFinite(t))throw new Error("invalid float32: "+t)}function Qo(){return{code:0,message:"",temporary:!1}}var Ge={encode(t,n=new w){throw new Error("encode not generated for\
 PbError")},decode(t,n){let e=t instanceof p?t:new p(t),r=e.__tsProtoDecodeDepth??0;if(r>=100)throw new globalThis.Error(
"protobuf decode recursion limit exceeded");e.__tsProtoDecodeDepth=r+1;try{let o=n===void 0?e.len:e.pos+n,i=Qo();for(;e.
pos<o;){let s=e.uint32();switch(s>>>3){case 1:{if(s!==8)break;i.code=e.uint32();continue}case 2:{if(s!==18)break;i.message=
e.string();continue}case 3:{if(s!==24)break;i.temporary=e.bool();continue}}if((s&7)===4||s===0)break;e.skip(s&7)}return i}finally{
e.__tsProtoDecodeDepth=r}}};function Zo(){return{user:"",client:"",connInfo:new Uint8Array(0),chanInfo:new Uint8Array(0)}}
var ce={encode(t,n=new w){throw new Error("encode not generated for PbClientInfo")},decode(t,n){let e=t instanceof p?t:new p(
t),r=e.__tsProtoDecodeDepth??0;if(r>=100)throw new globalThis.Error("protobuf decode recursion limit exceeded");e.__tsProtoDecodeDepth=
r+1;try{let o=n===void 0?e.len:e.pos+n,i=Zo();for(;e.pos<o;){let s=e.uint32();switch(s>>>3){case 1:{if(s!==10)break;i.user=
e.string();continue}case 2:{if(s!==18)break;i.client=e.string();continue}case 3:{if(s!==26)break;i.connInfo=e.bytes();continue}case 4:{
if(s!==34)break;i.chanInfo=e.bytes();continue}}if((s&7)===4||s===0)break;e.skip(s&7)}return i}finally{e.__tsProtoDecodeDepth=
r}}};function ea(){return{data:new Uint8Array(0),info:void 0,offset:0n,tags:new Map,delta:!1,time:0n,channel:"",key:"",removed:!1,
score:0n,epoch:"",version:0n}}var _e={encode(t,n=new w){throw new Error("encode not generated for PbPublication")},decode(t,n){
let e=t instanceof p?t:new p(t),r=e.__tsProtoDecodeDepth??0;if(r>=100)throw new globalThis.Error("protobuf decode recurs\
ion limit exceeded");e.__tsProtoDecodeDepth=r+1;try{let o=n===void 0?e.len:e.pos+n,i=ea();for(;e.pos<o;){let s=e.uint32();
switch(s>>>3){case 4:{if(s!==34)break;i.data=e.bytes();continue}case 5:{if(s!==42)break;i.info=ce.decode(e,e.uint32());continue}case 6:{
if(s!==48)break;i.offset=e.uint64();continue}case 7:{if(s!==58)break;let a=na.decode(e,e.uint32());a.value!==void 0&&i.tags.
set(a.key,a.value);continue}case 8:{if(s!==64)break;i.delta=e.bool();continue}case 9:{if(s!==72)break;i.time=e.int64();continue}case 10:{
if(s!==82)break;i.channel=e.string();continue}case 11:{if(s!==90)break;i.key=e.string();continue}case 12:{if(s!==96)break;
i.removed=e.bool();continue}case 13:{if(s!==104)break;i.score=e.sint64();continue}case 14:{if(s!==114)break;i.epoch=e.string();
continue}case 16:{if(s!==128)break;i.version=e.uint64();continue}}if((s&7)===4||s===0)break;e.skip(s&7)}return i}finally{
e.__tsProtoDecodeDepth=r}}};function ta(){return{key:"",value:""}}var na={encode(t,n=new w){throw new Error("encode not \
generated for PbPublication_TagsEntry")},decode(t,n){let e=t instanceof p?t:new p(t),r=e.__tsProtoDecodeDepth??0;if(r>=100)
throw new globalThis.Error("protobuf decode recursion limit exceeded");e.__tsProtoDecodeDepth=r+1;try{let o=n===void 0?e.
len:e.pos+n,i=ta();for(;e.pos<o;){let s=e.uint32();switch(s>>>3){case 1:{if(s!==10)break;i.key=e.string();continue}case 2:{
if(s!==18)break;i.value=e.string();continue}}if((s&7)===4||s===0)break;e.skip(s&7)}return i}finally{e.__tsProtoDecodeDepth=
r}}};function ra(){return{offset:0n,epoch:""}}var $t={encode(t,n=new w){if(t.offset!==0n){if(BigInt.asUintN(64,t.offset)!==
t.offset)throw new globalThis.Error("value provided for field message.offset of type uint64 too large");n.uint32(8).uint64(
t.offset)}return t.epoch!==""&&n.uint32(18).string(t.epoch),n},decode(t,n){let e=t instanceof p?t:new p(t),r=e.__tsProtoDecodeDepth??
0;if(r>=100)throw new globalThis.Error("protobuf decode recursion limit exceeded");e.__tsProtoDecodeDepth=r+1;try{let o=n===
void 0?e.len:e.pos+n,i=ra();for(;e.pos<o;){let s=e.uint32();switch(s>>>3){case 1:{if(s!==8)break;i.offset=e.uint64();continue}case 2:{
if(s!==18)break;i.epoch=e.string();continue}}if((s&7)===4||s===0)break;e.skip(s&7)}return i}finally{e.__tsProtoDecodeDepth=
r}}};function sa(){return{client:"",version:"",expires:!1,ttl:0,data:new Uint8Array(0),subs:new Map,ping:0,pong:!1,session:"",
node:"",time:0n,flag:0n,subErrors:new Map}}var mr={encode(t,n=new w){throw new Error("encode not generated for PbConnect\
Result")},decode(t,n){let e=t instanceof p?t:new p(t),r=e.__tsProtoDecodeDepth??0;if(r>=100)throw new globalThis.Error("\
protobuf decode recursion limit exceeded");e.__tsProtoDecodeDepth=r+1;try{let o=n===void 0?e.len:e.pos+n,i=sa();for(;e.pos<
o;){let s=e.uint32();switch(s>>>3){case 1:{if(s!==10)break;i.client=e.string();continue}case 2:{if(s!==18)break;i.version=
e.string();continue}case 3:{if(s!==24)break;i.expires=e.bool();continue}case 4:{if(s!==32)break;i.ttl=e.uint32();continue}case 5:{
if(s!==42)break;i.data=e.bytes();continue}case 6:{if(s!==50)break;let a=oa.decode(e,e.uint32());a.value!==void 0&&i.subs.
set(a.key,a.value);continue}case 7:{if(s!==56)break;i.ping=e.uint32();continue}case 8:{if(s!==64)break;i.pong=e.bool();continue}case 9:{
if(s!==74)break;i.session=e.string();continue}case 10:{if(s!==82)break;i.node=e.string();continue}case 11:{if(s!==88)break;
i.time=e.int64();continue}case 12:{if(s!==96)break;i.flag=e.int64();continue}case 100:{if(s!==802)break;let a=ca.decode(
e,e.uint32());a.value!==void 0&&i.subErrors.set(a.key,a.value);continue}}if((s&7)===4||s===0)break;e.skip(s&7)}return i}finally{
e.__tsProtoDecodeDepth=r}}};function ia(){return{key:"",value:void 0}}var oa={encode(t,n=new w){throw new Error("encode \
not generated for PbConnectResult_SubsEntry")},decode(t,n){let e=t instanceof p?t:new p(t),r=e.__tsProtoDecodeDepth??0;if(r>=
100)throw new globalThis.Error("protobuf decode recursion limit exceeded");e.__tsProtoDecodeDepth=r+1;try{let o=n===void 0?
e.len:e.pos+n,i=ia();for(;e.pos<o;){let s=e.uint32();switch(s>>>3){case 1:{if(s!==10)break;i.key=e.string();continue}case 2:{
if(s!==18)break;i.value=ve.decode(e,e.uint32());continue}}if((s&7)===4||s===0)break;e.skip(s&7)}return i}finally{e.__tsProtoDecodeDepth=
r}}};function aa(){return{key:"",value:void 0}}var ca={encode(t,n=new w){throw new Error("encode not generated for PbCon\
nectResult_SubErrorsEntry")},decode(t,n){let e=t instanceof p?t:new p(t),r=e.__tsProtoDecodeDepth??0;if(r>=100)throw new globalThis.
Error("protobuf decode recursion limit exceeded");e.__tsProtoDecodeDepth=r+1;try{let o=n===void 0?e.len:e.pos+n,i=aa();for(;e.
pos<o;){let s=e.uint32();switch(s>>>3){case 1:{if(s!==10)break;i.key=e.string();continue}case 2:{if(s!==18)break;i.value=
Ge.decode(e,e.uint32());continue}}if((s&7)===4||s===0)break;e.skip(s&7)}return i}finally{e.__tsProtoDecodeDepth=r}}};function ua(){return{client:"",version:"",expires:!1,ttl:0}}var yr={encode(t,n=new w){throw new Error("encode not genera\
ted for PbRefreshResult")},decode(t,n){let e=t instanceof p?t:new p(t),r=e.__tsProtoDecodeDepth??0;if(r>=100)throw new globalThis.
Error("protobuf decode recursion limit exceeded");e.__tsProtoDecodeDepth=r+1;try{let o=n===void 0?e.len:e.pos+n,i=ua();for(;e.
pos<o;){let s=e.uint32();switch(s>>>3){case 1:{if(s!==10)break;i.client=e.string();continue}case 2:{if(s!==18)break;i.version=
e.string();continue}case 3:{if(s!==24)break;i.expires=e.bool();continue}case 4:{if(s!==32)break;i.ttl=e.uint32();continue}}
if((s&7)===4||s===0)break;e.skip(s&7)}return i}finally{e.__tsProtoDecodeDepth=r}}};function da(){return{expires:!1,ttl:0,recoverable:!1,epoch:"",publications:[],recovered:!1,offset:0n,positioned:!1,data:new Uint8Array(
0),wasRecovering:!1,delta:!1,id:0n,recovery:0}}var ve={encode(t,n=new w){throw new Error("encode not generated for PbSub\
scribeResult")},decode(t,n){let e=t instanceof p?t:new p(t),r=e.__tsProtoDecodeDepth??0;if(r>=100)throw new globalThis.Error(
"protobuf decode recursion limit exceeded");e.__tsProtoDecodeDepth=r+1;try{let o=n===void 0?e.len:e.pos+n,i=da();for(;e.
pos<o;){let s=e.uint32();switch(s>>>3){case 1:{if(s!==8)break;i.expires=e.bool();continue}case 2:{if(s!==16)break;i.ttl=
e.uint32();continue}case 3:{if(s!==24)break;i.recoverable=e.bool();continue}case 6:{if(s!==50)break;i.epoch=e.string();continue}case 7:{
if(s!==58)break;i.publications.push(_e.decode(e,e.uint32()));continue}case 8:{if(s!==64)break;i.recovered=e.bool();continue}case 9:{
if(s!==72)break;i.offset=e.uint64();continue}case 10:{if(s!==80)break;i.positioned=e.bool();continue}case 11:{if(s!==90)
break;i.data=e.bytes();continue}case 12:{if(s!==96)break;i.wasRecovering=e.bool();continue}case 13:{if(s!==104)break;i.delta=
e.bool();continue}case 14:{if(s!==112)break;i.id=e.int64();continue}case 100:{if(s!==800)break;i.recovery=e.int32();continue}}
if((s&7)===4||s===0)break;e.skip(s&7)}return i}finally{e.__tsProtoDecodeDepth=r}}};function la(){return{expires:!1,ttl:0}}var wr={encode(t,n=new w){throw new Error("encode not generated for PbSubRefreshR\
esult")},decode(t,n){let e=t instanceof p?t:new p(t),r=e.__tsProtoDecodeDepth??0;if(r>=100)throw new globalThis.Error("p\
rotobuf decode recursion limit exceeded");e.__tsProtoDecodeDepth=r+1;try{let o=n===void 0?e.len:e.pos+n,i=la();for(;e.pos<
o;){let s=e.uint32();switch(s>>>3){case 1:{if(s!==8)break;i.expires=e.bool();continue}case 2:{if(s!==16)break;i.ttl=e.uint32();
continue}}if((s&7)===4||s===0)break;e.skip(s&7)}return i}finally{e.__tsProtoDecodeDepth=r}}};function ha(){return{}}var _r={encode(t,n=new w){throw new Error("encode not generated for PbUnsubscribeResult")},decode(t,n){
let e=t instanceof p?t:new p(t),r=e.__tsProtoDecodeDepth??0;if(r>=100)throw new globalThis.Error("protobuf decode recurs\
ion limit exceeded");e.__tsProtoDecodeDepth=r+1;try{let o=n===void 0?e.len:e.pos+n,i=ha();for(;e.pos<o;){let s=e.uint32();
if(s>>>3,(s&7)===4||s===0)break;e.skip(s&7)}return i}finally{e.__tsProtoDecodeDepth=r}}};function fa(){return{offset:0n,epoch:"",duplicate:!1}}var vr={encode(t,n=new w){throw new Error("encode not generated fo\
r PbPublishResult")},decode(t,n){let e=t instanceof p?t:new p(t),r=e.__tsProtoDecodeDepth??0;if(r>=100)throw new globalThis.
Error("protobuf decode recursion limit exceeded");e.__tsProtoDecodeDepth=r+1;try{let o=n===void 0?e.len:e.pos+n,i=fa();for(;e.
pos<o;){let s=e.uint32();switch(s>>>3){case 100:{if(s!==800)break;i.offset=e.uint64();continue}case 101:{if(s!==810)break;
i.epoch=e.string();continue}case 102:{if(s!==816)break;i.duplicate=e.bool();continue}}if((s&7)===4||s===0)break;e.skip(s&
7)}return i}finally{e.__tsProtoDecodeDepth=r}}};function pa(){return{presence:new Map,truncated:!1}}var Pr={encode(t,n=new w){throw new Error("encode not generated for \
PbPresenceResult")},decode(t,n){let e=t instanceof p?t:new p(t),r=e.__tsProtoDecodeDepth??0;if(r>=100)throw new globalThis.
Error("protobuf decode recursion limit exceeded");e.__tsProtoDecodeDepth=r+1;try{let o=n===void 0?e.len:e.pos+n,i=pa();for(;e.
pos<o;){let s=e.uint32();switch(s>>>3){case 1:{if(s!==10)break;let a=ga.decode(e,e.uint32());a.value!==void 0&&i.presence.
set(a.key,a.value);continue}case 100:{if(s!==800)break;i.truncated=e.bool();continue}}if((s&7)===4||s===0)break;e.skip(s&
7)}return i}finally{e.__tsProtoDecodeDepth=r}}};function ba(){return{key:"",value:void 0}}var ga={encode(t,n=new w){throw new Error(
"encode not generated for PbPresenceResult_PresenceEntry")},decode(t,n){let e=t instanceof p?t:new p(t),r=e.__tsProtoDecodeDepth??
0;if(r>=100)throw new globalThis.Error("protobuf decode recursion limit exceeded");e.__tsProtoDecodeDepth=r+1;try{let o=n===
void 0?e.len:e.pos+n,i=ba();for(;e.pos<o;){let s=e.uint32();switch(s>>>3){case 1:{if(s!==10)break;i.key=e.string();continue}case 2:{
if(s!==18)break;i.value=ce.decode(e,e.uint32());continue}}if((s&7)===4||s===0)break;e.skip(s&7)}return i}finally{e.__tsProtoDecodeDepth=
r}}};function ma(){return{numClients:0,numUsers:0}}var kr={encode(t,n=new w){throw new Error("encode not generated for PbPres\
enceStatsResult")},decode(t,n){let e=t instanceof p?t:new p(t),r=e.__tsProtoDecodeDepth??0;if(r>=100)throw new globalThis.
Error("protobuf decode recursion limit exceeded");e.__tsProtoDecodeDepth=r+1;try{let o=n===void 0?e.len:e.pos+n,i=ma();for(;e.
pos<o;){let s=e.uint32();switch(s>>>3){case 1:{if(s!==8)break;i.numClients=e.uint32();continue}case 2:{if(s!==16)break;i.
numUsers=e.uint32();continue}}if((s&7)===4||s===0)break;e.skip(s&7)}return i}finally{e.__tsProtoDecodeDepth=r}}};function ya(){return{publications:[],epoch:"",offset:0n,truncated:!1}}var Rr={encode(t,n=new w){throw new Error("encode \
not generated for PbHistoryResult")},decode(t,n){let e=t instanceof p?t:new p(t),r=e.__tsProtoDecodeDepth??0;if(r>=100)throw new globalThis.
Error("protobuf decode recursion limit exceeded");e.__tsProtoDecodeDepth=r+1;try{let o=n===void 0?e.len:e.pos+n,i=ya();for(;e.
pos<o;){let s=e.uint32();switch(s>>>3){case 1:{if(s!==10)break;i.publications.push(_e.decode(e,e.uint32()));continue}case 2:{
if(s!==18)break;i.epoch=e.string();continue}case 3:{if(s!==24)break;i.offset=e.uint64();continue}case 100:{if(s!==800)break;
i.truncated=e.bool();continue}}if((s&7)===4||s===0)break;e.skip(s&7)}return i}finally{e.__tsProtoDecodeDepth=r}}};function wa(){return{}}var Dr={encode(t,n=new w){throw new Error("encode not generated for PbPingResult")},decode(t,n){let e=t instanceof
p?t:new p(t),r=e.__tsProtoDecodeDepth??0;if(r>=100)throw new globalThis.Error("protobuf decode recursion limit exceeded");
e.__tsProtoDecodeDepth=r+1;try{let o=n===void 0?e.len:e.pos+n,i=wa();for(;e.pos<o;){let s=e.uint32();if(s>>>3,(s&7)===4||
s===0)break;e.skip(s&7)}return i}finally{e.__tsProtoDecodeDepth=r}}};function _a(){return{data:new Uint8Array(0)}}var Er={encode(t,n=new w){throw new Error("encode not generated for PbRpcRe\
sult")},decode(t,n){let e=t instanceof p?t:new p(t),r=e.__tsProtoDecodeDepth??0;if(r>=100)throw new globalThis.Error("pr\
otobuf decode recursion limit exceeded");e.__tsProtoDecodeDepth=r+1;try{let o=n===void 0?e.len:e.pos+n,i=_a();for(;e.pos<
o;){let s=e.uint32();switch(s>>>3){case 1:{if(s!==10)break;i.data=e.bytes();continue}}if((s&7)===4||s===0)break;e.skip(s&
7)}return i}finally{e.__tsProtoDecodeDepth=r}}};function va(){return{id:0n,channel:"",event:void 0}}var xr={encode(t,n=new w){throw new Error("encode not generated for \
PbPush")},decode(t,n){let e=t instanceof p?t:new p(t),r=e.__tsProtoDecodeDepth??0;if(r>=100)throw new globalThis.Error("\
protobuf decode recursion limit exceeded");e.__tsProtoDecodeDepth=r+1;try{let o=n===void 0?e.len:e.pos+n,i=va();for(;e.pos<
o;){let s=e.uint32();switch(s>>>3){case 1:{if(s!==8)break;i.id=e.int64();continue}case 2:{if(s!==18)break;i.channel=e.string();
continue}case 4:{if(s!==34)break;i.event={$case:"pub",value:_e.decode(e,e.uint32())};continue}case 5:{if(s!==42)break;i.
event={$case:"join",value:ka.decode(e,e.uint32())};continue}case 6:{if(s!==50)break;i.event={$case:"leave",value:Da.decode(
e,e.uint32())};continue}case 7:{if(s!==58)break;i.event={$case:"unsubscribe",value:xa.decode(e,e.uint32())};continue}case 8:{
if(s!==66)break;i.event={$case:"message",value:Ca.decode(e,e.uint32())};continue}case 9:{if(s!==74)break;i.event={$case:"\
subscribe",value:Ba.decode(e,e.uint32())};continue}case 10:{if(s!==82)break;i.event={$case:"connect",value:$a.decode(e,e.
uint32())};continue}case 11:{if(s!==90)break;i.event={$case:"disconnect",value:Aa.decode(e,e.uint32())};continue}case 12:{
if(s!==98)break;i.event={$case:"refresh",value:Fa.decode(e,e.uint32())};continue}case 100:{if(s!==802)break;i.event={$case:"\
gap",value:La.decode(e,e.uint32())};continue}case 101:{if(s!==810)break;i.event={$case:"position",value:$t.decode(e,e.uint32())};
continue}}if((s&7)===4||s===0)break;e.skip(s&7)}return i}finally{e.__tsProtoDecodeDepth=r}}};function Pa(){return{info:void 0}}
var ka={encode(t,n=new w){throw new Error("encode not generated for PbJoin")},decode(t,n){let e=t instanceof p?t:new p(t),
r=e.__tsProtoDecodeDepth??0;if(r>=100)throw new globalThis.Error("protobuf decode recursion limit exceeded");e.__tsProtoDecodeDepth=
r+1;try{let o=n===void 0?e.len:e.pos+n,i=Pa();for(;e.pos<o;){let s=e.uint32();switch(s>>>3){case 1:{if(s!==10)break;i.info=
ce.decode(e,e.uint32());continue}}if((s&7)===4||s===0)break;e.skip(s&7)}return i}finally{e.__tsProtoDecodeDepth=r}}};function Ra(){
return{info:void 0}}var Da={encode(t,n=new w){throw new Error("encode not generated for PbLeave")},decode(t,n){let e=t instanceof
p?t:new p(t),r=e.__tsProtoDecodeDepth??0;if(r>=100)throw new globalThis.Error("protobuf decode recursion limit exceeded");
e.__tsProtoDecodeDepth=r+1;try{let o=n===void 0?e.len:e.pos+n,i=Ra();for(;e.pos<o;){let s=e.uint32();switch(s>>>3){case 1:{
if(s!==10)break;i.info=ce.decode(e,e.uint32());continue}}if((s&7)===4||s===0)break;e.skip(s&7)}return i}finally{e.__tsProtoDecodeDepth=
r}}};function Ea(){return{code:0,reason:""}}var xa={encode(t,n=new w){throw new Error("encode not generated for PbUnsubs\
cribe")},decode(t,n){let e=t instanceof p?t:new p(t),r=e.__tsProtoDecodeDepth??0;if(r>=100)throw new globalThis.Error("p\
rotobuf decode recursion limit exceeded");e.__tsProtoDecodeDepth=r+1;try{let o=n===void 0?e.len:e.pos+n,i=Ea();for(;e.pos<
o;){let s=e.uint32();switch(s>>>3){case 2:{if(s!==16)break;i.code=e.uint32();continue}case 3:{if(s!==26)break;i.reason=e.
string();continue}}if((s&7)===4||s===0)break;e.skip(s&7)}return i}finally{e.__tsProtoDecodeDepth=r}}};function Sa(){return{
data:new Uint8Array(0)}}var Ca={encode(t,n=new w){throw new Error("encode not generated for PbMessage")},decode(t,n){let e=t instanceof
p?t:new p(t),r=e.__tsProtoDecodeDepth??0;if(r>=100)throw new globalThis.Error("protobuf decode recursion limit exceeded");
e.__tsProtoDecodeDepth=r+1;try{let o=n===void 0?e.len:e.pos+n,i=Sa();for(;e.pos<o;){let s=e.uint32();switch(s>>>3){case 1:{
if(s!==10)break;i.data=e.bytes();continue}}if((s&7)===4||s===0)break;e.skip(s&7)}return i}finally{e.__tsProtoDecodeDepth=
r}}};function Ta(){return{recoverable:!1,epoch:"",offset:0n,positioned:!1,data:new Uint8Array(0)}}var Ba={encode(t,n=new w){
throw new Error("encode not generated for PbSubscribe")},decode(t,n){let e=t instanceof p?t:new p(t),r=e.__tsProtoDecodeDepth??
0;if(r>=100)throw new globalThis.Error("protobuf decode recursion limit exceeded");e.__tsProtoDecodeDepth=r+1;try{let o=n===
void 0?e.len:e.pos+n,i=Ta();for(;e.pos<o;){let s=e.uint32();switch(s>>>3){case 1:{if(s!==8)break;i.recoverable=e.bool();
continue}case 4:{if(s!==34)break;i.epoch=e.string();continue}case 5:{if(s!==40)break;i.offset=e.uint64();continue}case 6:{
if(s!==48)break;i.positioned=e.bool();continue}case 7:{if(s!==58)break;i.data=e.bytes();continue}}if((s&7)===4||s===0)break;
e.skip(s&7)}return i}finally{e.__tsProtoDecodeDepth=r}}};function Ma(){return{client:"",version:"",data:new Uint8Array(0),
subs:new Map,expires:!1,ttl:0,ping:0,pong:!1,session:"",node:"",time:0n}}var $a={encode(t,n=new w){throw new Error("enco\
de not generated for PbConnect")},decode(t,n){let e=t instanceof p?t:new p(t),r=e.__tsProtoDecodeDepth??0;if(r>=100)throw new globalThis.
Error("protobuf decode recursion limit exceeded");e.__tsProtoDecodeDepth=r+1;try{let o=n===void 0?e.len:e.pos+n,i=Ma();for(;e.
pos<o;){let s=e.uint32();switch(s>>>3){case 1:{if(s!==10)break;i.client=e.string();continue}case 2:{if(s!==18)break;i.version=
e.string();continue}case 3:{if(s!==26)break;i.data=e.bytes();continue}case 4:{if(s!==34)break;let a=qa.decode(e,e.uint32());
a.value!==void 0&&i.subs.set(a.key,a.value);continue}case 5:{if(s!==40)break;i.expires=e.bool();continue}case 6:{if(s!==
48)break;i.ttl=e.uint32();continue}case 7:{if(s!==56)break;i.ping=e.uint32();continue}case 8:{if(s!==64)break;i.pong=e.bool();
continue}case 9:{if(s!==74)break;i.session=e.string();continue}case 10:{if(s!==82)break;i.node=e.string();continue}case 11:{
if(s!==88)break;i.time=e.int64();continue}}if((s&7)===4||s===0)break;e.skip(s&7)}return i}finally{e.__tsProtoDecodeDepth=
r}}};function Ua(){return{key:"",value:void 0}}var qa={encode(t,n=new w){throw new Error("encode not generated for PbCon\
nect_SubsEntry")},decode(t,n){let e=t instanceof p?t:new p(t),r=e.__tsProtoDecodeDepth??0;if(r>=100)throw new globalThis.
Error("protobuf decode recursion limit exceeded");e.__tsProtoDecodeDepth=r+1;try{let o=n===void 0?e.len:e.pos+n,i=Ua();for(;e.
pos<o;){let s=e.uint32();switch(s>>>3){case 1:{if(s!==10)break;i.key=e.string();continue}case 2:{if(s!==18)break;i.value=
ve.decode(e,e.uint32());continue}}if((s&7)===4||s===0)break;e.skip(s&7)}return i}finally{e.__tsProtoDecodeDepth=r}}};function Ia(){
return{code:0,reason:"",reconnect:!1,reconnectAfterMs:0}}var Aa={encode(t,n=new w){throw new Error("encode not generated\
 for PbDisconnect")},decode(t,n){let e=t instanceof p?t:new p(t),r=e.__tsProtoDecodeDepth??0;if(r>=100)throw new globalThis.
Error("protobuf decode recursion limit exceeded");e.__tsProtoDecodeDepth=r+1;try{let o=n===void 0?e.len:e.pos+n,i=Ia();for(;e.
pos<o;){let s=e.uint32();switch(s>>>3){case 1:{if(s!==8)break;i.code=e.uint32();continue}case 2:{if(s!==18)break;i.reason=
e.string();continue}case 3:{if(s!==24)break;i.reconnect=e.bool();continue}case 100:{if(s!==800)break;i.reconnectAfterMs=
e.uint32();continue}}if((s&7)===4||s===0)break;e.skip(s&7)}return i}finally{e.__tsProtoDecodeDepth=r}}};function Na(){return{
expires:!1,ttl:0}}var Fa={encode(t,n=new w){throw new Error("encode not generated for PbRefresh")},decode(t,n){let e=t instanceof
p?t:new p(t),r=e.__tsProtoDecodeDepth??0;if(r>=100)throw new globalThis.Error("protobuf decode recursion limit exceeded");
e.__tsProtoDecodeDepth=r+1;try{let o=n===void 0?e.len:e.pos+n,i=Na();for(;e.pos<o;){let s=e.uint32();switch(s>>>3){case 1:{
if(s!==8)break;i.expires=e.bool();continue}case 2:{if(s!==16)break;i.ttl=e.uint32();continue}}if((s&7)===4||s===0)break;
e.skip(s&7)}return i}finally{e.__tsProtoDecodeDepth=r}}};function Wa(){return{from:0n,to:0n,epoch:"",count:0n}}var La={encode(t,n=new w){
throw new Error("encode not generated for PbGap")},decode(t,n){let e=t instanceof p?t:new p(t),r=e.__tsProtoDecodeDepth??
0;if(r>=100)throw new globalThis.Error("protobuf decode recursion limit exceeded");e.__tsProtoDecodeDepth=r+1;try{let o=n===
void 0?e.len:e.pos+n,i=Wa();for(;e.pos<o;){let s=e.uint32();switch(s>>>3){case 1:{if(s!==8)break;i.from=e.uint64();continue}case 2:{
if(s!==16)break;i.to=e.uint64();continue}case 3:{if(s!==26)break;i.epoch=e.string();continue}case 4:{if(s!==32)break;i.count=
e.uint64();continue}}if((s&7)===4||s===0)break;e.skip(s&7)}return i}finally{e.__tsProtoDecodeDepth=r}}};function ja(){return{id:0,result:void 0}}var Sr={encode(t,n=new w){throw new Error("encode not generated for PbReply")},
decode(t,n){let e=t instanceof p?t:new p(t),r=e.__tsProtoDecodeDepth??0;if(r>=100)throw new globalThis.Error("protobuf d\
ecode recursion limit exceeded");e.__tsProtoDecodeDepth=r+1;try{let o=n===void 0?e.len:e.pos+n,i=ja();for(;e.pos<o;){let s=e.
uint32();switch(s>>>3){case 1:{if(s!==8)break;i.id=e.uint32();continue}case 2:{if(s!==18)break;i.result={$case:"error",value:Ge.
decode(e,e.uint32())};continue}case 4:{if(s!==34)break;i.result={$case:"push",value:xr.decode(e,e.uint32())};continue}case 5:{
if(s!==42)break;i.result={$case:"connect",value:mr.decode(e,e.uint32())};continue}case 6:{if(s!==50)break;i.result={$case:"\
subscribe",value:ve.decode(e,e.uint32())};continue}case 7:{if(s!==58)break;i.result={$case:"unsubscribe",value:_r.decode(
e,e.uint32())};continue}case 8:{if(s!==66)break;i.result={$case:"publish",value:vr.decode(e,e.uint32())};continue}case 9:{
if(s!==74)break;i.result={$case:"presence",value:Pr.decode(e,e.uint32())};continue}case 10:{if(s!==82)break;i.result={$case:"\
presenceStats",value:kr.decode(e,e.uint32())};continue}case 11:{if(s!==90)break;i.result={$case:"history",value:Rr.decode(
e,e.uint32())};continue}case 12:{if(s!==98)break;i.result={$case:"ping",value:Dr.decode(e,e.uint32())};continue}case 13:{
if(s!==106)break;i.result={$case:"rpc",value:Er.decode(e,e.uint32())};continue}case 14:{if(s!==114)break;i.result={$case:"\
refresh",value:yr.decode(e,e.uint32())};continue}case 15:{if(s!==122)break;i.result={$case:"subRefresh",value:wr.decode(
e,e.uint32())};continue}}if((s&7)===4||s===0)break;e.skip(s&7)}return i}finally{e.__tsProtoDecodeDepth=r}}};var Cr={1:"token",4:"name",5:"version",100:"previousSession",101:"gapSupport"},Ha={4:["connect",Cr],5:["subscribe",{1:"c\
hannel",2:"token",3:"recover",6:"epoch",7:"offset",9:"positioned",10:"recoverable",11:"joinLeave"}],6:["unsubscribe",{1:"\
channel"}],7:["publish",{1:"channel",2:"data",100:"idempotencyKey"}],8:["presence",{1:"channel"}],9:["presenceStats",{1:"\
channel"}],10:["history",{1:"channel",7:"limit",9:"reverse"}],14:["refresh",{1:"token"}],15:["subRefresh",{1:"channel",2:"\
token"}]};function Tr(t){let n=ze(t).find(({number:e})=>e===1)?.value;return{title:"connect",channel:"",detail:Mr(Ut(n),
Cr)}}function Br(t){return ze(t).filter(({number:e})=>e===3).map(({value:e})=>{for(let{number:r,value:o}of ze(Ut(e))){let[
i,s]=Ha[r]??[];if(!i||!s)continue;let a=Mr(Ut(o),s);return{title:i,channel:String(a.channel??""),detail:a}}return{title:"\
pong",channel:"",detail:{}}})}function Mr(t,n){let e=ze(t).filter(({number:r})=>n[r]);return Object.fromEntries(e.map(({
number:r,value:o})=>[n[r],typeof o=="bigint"?Number(o):new TextDecoder().decode(o)]))}function Ut(t){return t instanceof
Uint8Array?t:new Uint8Array}function ze(t){let n=[],e=0,r=()=>{let o=0n;for(let i=0n;e<t.length;i+=7n){let s=t[e++];if(o|=
BigInt(s&127)<<i,s<128)break}return o};for(;e<t.length;){let o=Number(r());if((o&7)!==0&&(o&7)!==2)break;let i=r();(o&7)===
2&&(i=t.subarray(e,e+=Number(i))),n.push({number:o>>>3,value:i})}return n}var Oa=300,Je=class{constructor(n){this.changed=n}changed;entries=[];watched=new Map;connection="";reconnects=0;#e=0;follow(n){
n.on("connecting",({code:e,reason:r})=>{this.connection&&this.reconnects++,this.connection="",this.note("connecting",`${e}\
: ${r}`)}),n.on("connected",e=>{this.connection=e.client,this.note("connected",`connection ${e.client}, server ${e.version}`)}),
n.on("disconnected",({code:e,reason:r})=>{this.connection="",this.note("disconnected",`${e}: ${r}`)}),n.on("error",({code:e,
message:r})=>this.note("error",`${e}: ${r}`))}watch(n){let e={subscription:n,outcome:"",received:0};this.watched.set(n.channel,
e),n.on("subscribed",({outcome:r})=>{e.outcome=r,this.changed()}),n.on("publication",()=>e.received++),n.on("unsubscribe\
d",({code:r,reason:o})=>this.note("unsubscribed",`${r}: ${o}`,n.channel)),n.on("error",({code:r,message:o})=>this.note("\
error",`${r}: ${o}`,n.channel))}unwatch(n){this.watched.delete(n),this.changed()}clear(){this.entries=[],this.changed()}note(n,e,r=""){
this.#r({direction:"note",title:n,channel:r,bytes:0,detail:e})}tap(n){return async(e,r)=>{let o=String(e).split("/").at(
-1)??"";r?.body instanceof Uint8Array&&this.#t(o,r.body);let i=await n(e,r);if(o!=="Listen"||!i.body)return i;let s=new Ke(
u=>this.#n(u)),a=i.body.pipeThrough(new TransformStream({transform(u,h){s.take(u),h.enqueue(u)}}));return new Response(a,
i)}}#t(n,e){new Ke(o=>{(n==="Listen"?[Tr(o)]:Br(o)).forEach(({title:s,channel:a,detail:u},h)=>{this.#r({direction:"up",title:s,
channel:a,bytes:h===0?o.length:0,detail:qt(u)})})}).take(e)}#n(n){let e=Sr.decode(n),r=n.length,o=e.result;if(!o)return this.#r(
{direction:"down",title:"ping",channel:"",bytes:r,detail:""});if(o.$case!=="push")return this.#r({direction:"down",title:`${o.
$case} reply`,channel:"",bytes:r,detail:qt(e)});let{channel:i,event:s}=o.value,a=s?.$case==="pub"&&s.value.offset>0n?` #${s.
value.offset}`:"",u=(s?.$case==="pub"?"publication":s?.$case??"push")+a;this.#r({direction:"down",title:u,channel:i,bytes:r,
detail:qt(s?.value)})}#r(n){this.entries=[{...n,id:this.#e++,time:Date.now()},...this.entries.slice(0,Oa-1)],this.changed()}},
Ke=class{constructor(n){this.message=n}message;#e=new Uint8Array;take(n){let e=new Uint8Array(this.#e.length+n.length);for(e.
set(this.#e),e.set(n,this.#e.length);e.length>=5;){let r=5+new DataView(e.buffer,e.byteOffset).getUint32(1);if(e.length<
r)break;e[0]===0&&this.message(e.slice(5,r)),e=e.subarray(r)}this.#e=e}};function qt(t){return JSON.stringify(t,Va,2)??""}
function Va(t,n){if(typeof n=="bigint")return Number(n);if(n instanceof Uint8Array)return new TextDecoder().decode(n);if(n instanceof
Map)return Object.fromEntries(n);if(t==="token"&&typeof n=="string"&&n)return`${n.slice(0,12)}\u2026`;if(!(n===""||n===!1))
return n}function $r(t,n){return{id:t,name:n,direct:!1,members:[],lastSeq:0,last:void 0,messages:[],loaded:!1,complete:!1,divider:void 0}}
function ue(t,n){return t.direct?t.members.find(e=>e.id!==n)?.name??"Only me":t.name}function Pe(t,n){let e=t.members.find(
({id:r})=>r===n);return e?Math.max(0,t.lastSeq-e.read):0}function de(t){return t.messages.findLast(({seq:n})=>n!==void 0)?.
seq??0}function Y(t,n){let e=new Map(t.messages.map(o=>[o.id,o]));for(let o of n)e.set(o.id,o),o.seq!==void 0&&o.seq>=t.
lastSeq&&(t.lastSeq=o.seq,t.last=o);let r=({seq:o})=>o??1/0;t.messages=[...e.values()].sort((o,i)=>r(o)===r(i)?o.time-i.
time:r(o)-r(i))}var Ur=4e3,Ga=2e3,za=6e3,Ja=[D.NotAccepted,D.Buffered,D.Refused],le=class{constructor(n,e,r,o){this.me=n;this.network=e;
this.client=new or(r,{name:"messenger",minReconnectDelay:200,maxReconnectDelay:5e3,...o,fetch:this.inspector.tap(e.fetch)}),
this.inspector.follow(this.client);for(let i of["connecting","connected"])this.client.on(i,()=>this.changed());this.client.
on("error",({code:i,message:s})=>Ja.includes(i)&&this.notify({text:s})),globalThis.addEventListener("online",this.#l),document.
addEventListener("visibilitychange",this.#h)}me;network;rooms=new Map;client;inspector=new Je(()=>this.changed());current;present=[];notice;fatal;loaded=!1;#e=new Set;#t=new Map;#n=0;#r=!1;#a=0;#o=!1;#s;#i;subscribe(n){
return this.#e.add(n),()=>{this.#e.delete(n)}}changed(){this.#r||(this.#r=!0,queueMicrotask(()=>{this.#r=!1;for(let n of this.#e)
n()}))}get typing(){return[...this.#t.values()].map(({name:n})=>n)}get unread(){return[...this.rooms.values()].reduce((n,e)=>n+
Pe(e,this.me.id),0)}notify(n){this.notice=n,clearTimeout(this.#a),this.#a=setTimeout(()=>{this.notice=void 0,this.changed()},
za),this.changed()}fail(n,e){this.fatal={title:n,text:e},this.close(),this.changed()}close(){globalThis.removeEventListener(
"online",this.#l),document.removeEventListener("visibilitychange",this.#h),this.client.disconnect()}async open(n){let e=this.
rooms.get(n);if(!e||e===this.current)return;this.closeRoom(),this.current=e;let r=Pe(e,this.me.id);e.divider=r>0?e.lastSeq-
r:void 0,this.changed(),await this.entered(e),this.markRead()}closeRoom(){let n=this.current;n&&(this.current=void 0,this.
present=[],this.#t.clear(),this.left(n),this.changed())}markRead(){let n=this.current;if(!n||document.visibilityState!==
"visible")return;let e=de(n),r=n.members.find(({id:o})=>o===this.me.id);!r||e<=r.read||(r.read=e,this.mark(n,e),this.changed())}send(n){
let e=this.current;if(!e||!n.trim())return;this.#n=0,e.divider=void 0;let{id:r,name:o}=this.me,i={id:crypto.randomUUID(),
room:e.id,seq:void 0,author:r,name:o,kind:"text",text:n.trim(),time:Date.now()};Y(e,[i]),this.changed(),this.#u()}retry(n){
delete n.failed,this.changed(),this.#u()}discard(n){let e=this.rooms.get(n.room);e&&(e.messages=e.messages.filter(({id:r})=>r!==
n.id)),this.changed()}take(n,e){Y(n,e);for(let{author:r}of e)this.#t.delete(r);n===this.current&&this.markRead(),this.changed()}async#u(){
if(this.#o)return;this.#o=!0;let n=()=>[...this.rooms.values()].flatMap(({messages:e})=>e).find(e=>e.seq===void 0&&!e.failed);
for(let e=n(),r=0;e;e=n())try{await this.deliver(e),r=0}catch(o){o instanceof A?e.failed=o.message:await this.#c(Math.min(
5e3,250*2**r++)),this.changed()}this.#o=!1}#c(n){return new Promise(e=>{let r=setTimeout(e,n);this.#s=()=>{clearTimeout(
r),e()}})}type(){this.client.state!=="connected"||Date.now()-this.#n<Ga||(this.#n=Date.now(),this.announceTyping())}types({
id:n,name:e}){n!==this.me.id&&(this.#t.set(n,{name:e,until:Date.now()+Ur}),setTimeout(()=>{(this.#t.get(n)?.until??1/0)>
Date.now()||(this.#t.delete(n),this.changed())},Ur+50),this.changed())}beginCatchUp(n,e,r){this.#i={until:r,messages:0,outcome:n},
e||this.#d()}caughtUp(n,e){this.#i&&(e&&this.#i.messages++,n>=this.#i.until&&this.#d())}#d(){let{messages:n,outcome:e}=this.#i;
this.#i=void 0;let r=n===1?"1 message":`${n} messages`;this.notify({text:n>0?`Back again: ${r} caught up`:"Back again: n\
othing missed",outcome:e})}#l=()=>{this.#s?.(),this.changed()};#h=()=>{this.markRead()}},A=class extends Error{};var Q=class extends Error{},he=class{constructor(n,e,r=""){this.url=n;this.network=e;this.session=r}url;network;session;async login(n){
let{session:e,user:r}=await this.#e("login",{name:n});return{session:e,user:{id:String(r.id),name:r.name}}}logout=()=>this.#e(
"logout",{});token=async()=>(await this.#e("token",{})).token;channelToken=async n=>(await this.#e("channel-token",{channel:n})).
token;state=async()=>(await this.#e("state")).rooms;users=async()=>(await this.#e("users")).map(({id:n,name:e})=>({id:String(
n),name:e}));discover=async()=>(await this.#e("rooms")).map(n=>({...n,id:String(n.id)}));create=n=>this.#e("rooms",{name:n});direct=n=>this.#e(
"direct",{user:Number(n)});join=n=>this.#e(`rooms/${n}/join`,{});leave=n=>this.#e(`rooms/${n}/leave`,{});read=(n,e)=>this.#e(
`rooms/${n}/read`,{seq:e});send=async({id:n,room:e,text:r})=>ke(await this.#e(`rooms/${e}/messages`,{id:n,text:r}));async messages(n,e){
let r=new URLSearchParams(Object.entries(e).map(([o,i])=>[o,String(i)]));return(await this.#e(`rooms/${n}/messages?${r}`)).
map(ke)}async#e(n,e){let r=await this.network.fetch(`${this.url}/api/${n}`,{method:e===void 0?"GET":"POST",headers:{...e===
void 0?{}:{"content-type":"application/json"},...this.session?{authorization:`Bearer ${this.session}`}:{}},cache:"no-sto\
re",signal:AbortSignal.timeout(1e4),...e===void 0?{}:{body:JSON.stringify(e)}}),o=await r.json().catch(()=>{});if(r.ok)return o;
let i=o?.error,s=typeof i=="string"?i:`the backend answered ${r.status}`;throw r.status===401?new Q(s):r.status<500?new A(
s):new Error(s)}};function ke(t){return{...t,room:String(t.room),author:String(t.author)}}function qr(t,n){let e=t.members.
map(({id:a,name:u,read:h})=>({id:String(a),name:u,read:h})),r={messages:[],loaded:!1,complete:!1,divider:void 0},{name:o,
direct:i,lastSeq:s}=t;return{...r,...n,id:String(t.id),name:o,direct:i,members:e,lastSeq:s,last:t.last?ke(t.last):void 0}}var Xe=50,N=class extends le{constructor(e,r,o,i,s){super(e.user,r,o,{getToken:()=>this.#m()});this.signedOut=s;this.#e=
new he(i,r,e.session),this.#t=this.client.newSubscription(`user:#${this.me.id}`,{recoverable:!0,getState:()=>this.#c()}),
this.#t.on("subscribing",()=>this.#a??=this.#t.position?.offset),this.#t.on("subscribed",({wasRecovering:a,outcome:u,position:h})=>{
let d=this.#a;if(this.#a=void 0,d===void 0||!h)return;let f=a&&u==="RECOVERED"&&h.offset>d;this.beginCatchUp(u,f,h.offset)}),
this.#t.on("publication",a=>this.#l(a)),this.#t.on("unsubscribed",({code:a,reason:u})=>this.fail("Not allowed",`${u} (${a}\
)`)),this.client.on("disconnected",({code:a,reason:u})=>{a!==0&&this.fail("You have been disconnected",`The server says:\
 ${u} (${a}). This page does not try to come back.`)}),this.inspector.watch(this.#t)}signedOut;accounts=!0;#e;#t;#n=[];#r=new Map;#a;start(){
this.#t.subscribe(),this.client.connect()}async signOut(){this.close(),await this.#e.logout().catch(()=>{}),this.signedOut(
"")}discover=()=>this.#e.discover();users=()=>this.#e.users();create=async e=>this.#o(await this.#e.create(e));join=async e=>this.#o(
await this.#e.join(e));direct=async e=>this.#o(await this.#e.direct(e));async leave(e){await this.#e.leave(e.id),this.#i(
e.id)}async#o(e){let r=this.#s(e);await this.open(r.id)}#s(e){let r=this.rooms.get(String(e.id)),o=qr(e,r),i=r?Object.assign(
r,o):o;return this.rooms.set(i.id,i),this.changed(),i}#i(e){this.current?.id===e&&this.closeRoom(),this.rooms.delete(e),
this.changed()}async entered(e){let r=this.#u(`room:${e.id}`,!0),o=this.#u(`typing:${e.id}`,!1);r.on("subscribed",()=>{let i=({
clients:s})=>{this.current===e&&(this.present=[...s.values()].map(It)),this.changed()};r.presence().then(i,()=>{})}),r.on(
"join",({info:i})=>{this.present=[...this.present.filter(({client:s})=>s!==i.client),It(i)],this.changed()}),r.on("leave",
({info:i})=>{this.present=Xa(this.present,i.client,i.user),this.changed()}),o.on("publication",({info:i})=>i&&this.types(
It(i))),e.loaded||await this.#d(e)}#u(e,r){let o=({channel:s})=>this.#p(this.#e.channelToken(s)),i=this.client.newSubscription(
e,{joinLeave:r,getToken:o});return this.#n.push(i),this.inspector.watch(i),i.subscribe(),i}left(){for(let e of this.#n)this.
client.removeSubscription(e),this.inspector.unwatch(e.channel);this.#n=[]}async#c(){let e=await this.#p(this.#e.state()),
r=new Set(e.map(({id:o})=>String(o)));for(let o of this.rooms.keys())r.has(o)||this.#i(o);for(let o of e){let i=this.#s(
o);i.messages=i.messages.filter(({seq:s})=>s===void 0),i.loaded=!1}this.current&&await this.#d(this.current),this.loaded=
!0,this.changed()}async#d(e){try{let r=await this.#e.messages(e.id,{limit:Xe});e.loaded=!0,e.complete=r.length<Xe,this.take(
e,r),de(e)<e.lastSeq&&this.#f(e)}catch(r){this.#b(r)}}async loadOlder(e){let r=e.messages[0]?.seq;if(r===void 0)return;let o=await this.#e.
messages(e.id,{before:r,limit:Xe});e.complete=o.length<Xe,Y(e,o),this.changed()}#l({data:e,offset:r}){let o=ye(e);o.type===
"message"?this.#h(ke(o.message)):o.type==="room"?this.#s(o.room):o.type==="left"?this.#i(String(o.room)):this.#_(String(
o.room),String(o.user),o.seq),this.caughtUp(r,o.type==="message"&&o.message.kind==="text")}async#h(e){let r=this.rooms.get(
e.room);if(!r)return;e.kind==="system"&&this.#y(r,e);let{seq:o=0}=e;this.#_(r.id,e.author,o),o>r.lastSeq&&Object.assign(
r,{lastSeq:o,last:e}),this.changed(),r.loaded&&o>de(r)+1?await this.#f(r):r.loaded?this.take(r,[e]):r.messages=r.messages.
filter(({id:i})=>i!==e.id)}#f(e){let r=this.#r.get(e);return r||(r=this.#g(e).finally(()=>this.#r.delete(e)),this.#r.set(
e,r)),r}async#g(e){for(;e.loaded&&!this.fatal;)try{let r=await this.#e.messages(e.id,{after:de(e),limit:100});if(r.length===
0||!e.loaded)return;this.take(e,r)}catch(r){if(r instanceof A||r instanceof Q)return;await new Promise(o=>setTimeout(o,1e3))}}#y(e,{
author:r,name:o,text:i,seq:s=0}){e.members=e.members.filter(a=>a.id!==r),i!=="left"&&e.members.push({id:r,name:o,read:s})}#_(e,r,o){
let i=this.rooms.get(e)?.members.find(({id:s})=>s===r);i&&(i.read=Math.max(i.read,o)),this.changed()}async deliver(e){let r=await this.#e.
send(e).catch(o=>{throw o instanceof Q&&this.signedOut(o.message),o instanceof Q?new A(o.message):o});await this.#h(r)}mark(e,r){
this.#e.read(e.id,r).catch(()=>{})}announceTyping(){this.#n.find(({channel:e})=>e.startsWith("typing:"))?.publish({}).catch(
()=>{})}async#m(){return this.#p(this.#e.token())}async#p(e){try{return await e}catch(r){throw r instanceof Q?(this.signedOut(
r.message),new K(r.message)):r instanceof A?new K(r.message):r}}#b(e){this.notify({text:e instanceof Error?e.message:String(
e)})}};function It({client:t,user:n,connInfo:e}){return{client:t,id:n,name:Ka(e)??n}}function Ka(t){if(t.length===0)return;
let{name:n}=ye(t);return typeof n=="string"?n:void 0}function Xa(t,n,e){let r=t.find(o=>o.client===n)??t.find(({id:o})=>o===
e);return t.filter(o=>o!==r)}var Ye=50,Ya=30,Nt=4e3,Qa=["Badger","Crane","Dolphin","Fox","Heron","Ibex","Lynx","Marten","Otter","Puffin","Raven","Sea\
l"],Za=["Amber","Brave","Calm","Clever","Gentle","Lucky","Merry","Quick","Quiet","Silver","Sunny","Wise"],re=class extends le{accounts=!1;#e={
...$r("lobby","Lobby"),members:[]};#t;#n;#r=new Map;#a="";#o;constructor(n,e){super(ec(),n,e,{}),this.rooms.set(this.#e.
id,this.#e),this.#t=this.client.newSubscription("chat:lobby",{recoverable:!0,joinLeave:!0,getState:()=>this.#s()}),this.#n=
this.client.newSubscription("live:lobby"),this.#t.on("subscribing",()=>this.#o??=this.#t.position?.offset),this.#t.on("s\
ubscribed",({wasRecovering:r,outcome:o,position:i})=>{this.#u().catch(()=>{});let s=this.#o;this.#o=void 0,i&&(this.#a=i.
epoch,s!==void 0&&this.beginCatchUp(o,r&&o==="RECOVERED"&&i.offset>s,i.offset))}),this.#t.on("publication",r=>{this.take(
this.#e,[this.#i(At(r))]),this.caughtUp(r.offset,!0)}),this.#t.on("join",({info:r})=>this.#c(r.client)),this.#t.on("leav\
e",({info:r})=>this.#d(r.client)),this.#n.on("subscribed",()=>this.#h("hello")),this.#n.on("publication",r=>this.#f(r)),
this.client.on("disconnected",({code:r,reason:o})=>{r!==0&&this.fail("You have been disconnected",`The server says: ${o}\
 (${r}).`)});for(let r of[this.#t,this.#n])this.inspector.watch(r),r.on("unsubscribed",({code:o,reason:i})=>this.fail("N\
ot allowed",`${i} (${o})`))}start(){this.#t.subscribe(),this.#n.subscribe(),this.client.connect(),this.open(this.#e.id)}rename(n){
this.me={...this.me,name:n},sessionStorage.setItem("guest",JSON.stringify(this.me)),this.#h("hello"),this.changed()}async#s(){
let{publications:n,position:e}=await this.client.history("chat:lobby",{limit:Ye,reverse:!0});this.#a=e.epoch,this.#e.messages=
this.#e.messages.filter(({seq:r})=>r===void 0),this.#e.loaded=!0,this.#e.complete=n.length<Ye,this.loaded=!0,this.take(this.#e,
n.map(At))}async loadOlder(n){let e=n.messages.find(({seq:i,kind:s})=>i!==void 0&&s==="text")?.seq;if(e===void 0)return;
let r={offset:BigInt(e),epoch:this.#a},{publications:o}=await this.client.history("chat:lobby",{limit:Ye,reverse:!0,since:r});
n.complete=o.length<Ye,Y(n,o.map(At)),this.changed()}async deliver({id:n,text:e}){let{id:r,name:o}=this.me;await this.#t.
ready();let{offset:i}=await this.#t.publish({id:n,author:r,name:o,text:e.slice(0,Nt)},{idempotencyKey:n}),s=this.#e.messages.
find(a=>a.id===n);s&&s.seq===void 0&&this.take(this.#e,[{...s,seq:Number(i)}])}announceTyping(){this.#h("typing")}async entered(){}left(){}mark(){}#i({
claimed:n,...e}){let{messages:r}=this.#e,o=r.find(({seq:s})=>s===e.seq),i=r.find(({id:s,seq:a})=>a===void 0&&s===n);return{
...e,id:o?.id??i?.id??e.id}}async#u(){let{clients:n}=await this.#t.presence();this.present=[...n.keys()].map(e=>this.#l(
e)),this.changed()}#c(n){this.present=[...this.present.filter(e=>e.client!==n),this.#l(n)],this.present.length<=Ya&&setTimeout(
()=>this.#h("hello"),Math.random()*300),this.changed()}#d(n){this.present=this.present.filter(e=>e.client!==n),this.#r.has(
n)&&this.#g(this.#r.get(n),"left"),this.#r.delete(n)}#l(n){return{client:n,...this.#r.get(n)??{id:n,name:"Guest"}}}#h(n){
if(this.#n.state!=="subscribed")return;let e={type:n,...this.me};this.#n.publish(e).catch(()=>{})}#f({data:n,info:e}){let{
type:r,id:o,name:i}=Ir(n);if(!e||typeof o!="string"||typeof i!="string")return;let s={id:o.slice(0,40),name:i.slice(0,30)};
if(r==="typing"&&this.types(s),r!=="hello")return;let a=!this.#r.has(e.client)&&this.#e.loaded&&o!==this.me.id,u=[...this.#r.
values()].some(h=>h.id===o);this.#r.set(e.client,s),this.present=this.present.map(h=>h.client===e.client?{...h,...s}:h),
a&&!u&&this.present.some(({client:h})=>h===e.client)&&this.#g(s,"is here"),this.changed()}#g({id:n,name:e},r){let o=this.#e.
lastSeq,i={id:crypto.randomUUID(),room:"lobby",seq:o+.5,author:n,name:e,kind:"system",text:r,time:Date.now()};Y(this.#e,
[i]),this.#e.lastSeq=o,this.changed()}};function ec(){try{let{id:e,name:r}=JSON.parse(sessionStorage.getItem("guest")??"\
{}");if(typeof e=="string"&&typeof r=="string")return{id:e,name:r}}catch{}let t=e=>e[Math.floor(Math.random()*e.length)],
n={id:crypto.randomUUID(),name:`${t(Za)} ${t(Qa)}`};return sessionStorage.setItem("guest",JSON.stringify(n)),n}function At({
data:t,offset:n,time:e}){let{id:r,author:o,name:i,text:s}=Ir(t),a={id:`#${n}`,room:"lobby",seq:Number(n),author:"",name:"\
published",kind:"text",text:"",time:e,claimed:""};return typeof r!="string"||typeof o!="string"||typeof i!="string"||typeof s!=
"string"?{...a,text:Oe(t).slice(0,Nt)}:{...a,claimed:r,author:o,name:i.slice(0,30),text:s.slice(0,Nt)}}function Ir(t){try{
let n=ye(t);return typeof n=="object"&&n!==null?n:{}}catch{return{}}}var tc=Symbol.for("pv"),nc=0;function c(t,n,e,r,o,i){n||(n={});var s,a,u=n;if("ref"in u&&typeof t!="function")for(a in u={},n)a=="ref"?s=n[a]:u[a]=n[a];
var h={type:t,props:u,key:e,ref:s,__k:null,__:null,__b:0,__e:null,__c:null,constructor:tc,__v:--nc,__i:-1,__u:0};return(o||
i)&&(h.__source=o,h.__self=i),P.vnode&&P.vnode(h),h}function L({name:t,online:n,small:e}){let r=t.split(" ").slice(0,2).map(i=>[...i][0]??"").join("").toUpperCase(),o=[...t].
reduce((i,s)=>(i*31+(s.codePointAt(0)??0))%360,7);return c("span",{class:`avatar${e?" small":""}`,style:{"--hue":String(
o)},"aria-hidden":"true",children:[r,n&&c("span",{class:"dot"})]})}function Re({at:t}){let n=new Date(t);return c("time",
{dateTime:n.toISOString(),title:n.toLocaleString(),children:n.toLocaleTimeString([],{hour:"2-digit",minute:"2-digit"})})}
function De({title:t,close:n,children:e}){let r=H(null);return C(()=>r.current?.showModal(),[]),c("dialog",{ref:r,"aria-\
label":t,onClose:n,onClick:o=>o.target===r.current&&n(),children:[c("header",{children:[c("h2",{children:t}),c("button",
{class:"icon","aria-label":"Close",onClick:n,children:"\xD7"})]}),c("div",{class:"body",children:e})]})}function O(t){return t instanceof
Error?t.message:String(t)}function fe(){matchMedia("(hover: hover)").matches&&document.getElementById("composer")?.focus()}var rc=4e3;function Ar({messenger:t,name:n}){let e=H(null),[r,o]=E("");C(fe,[]),C(()=>{let a=e.current;a.style.height="a\
uto",a.style.height=`${Math.min(a.scrollHeight,160)}px`},[r]);function i(){t.send(r),o(""),e.current?.focus()}function s(a){
a.key!=="Enter"||a.shiftKey||a.isComposing||(a.preventDefault(),i())}return c("form",{class:"composer",onSubmit:a=>(a.preventDefault(),
i()),children:[c("textarea",{id:"composer",ref:e,rows:1,value:r,maxLength:rc,placeholder:`Message ${n}`,"aria-label":`Me\
ssage ${n}`,enterkeyhint:"send",onKeyDown:s,onInput:({currentTarget:a})=>{o(a.value),a.value.trim()&&t.type()}}),c("butt\
on",{class:"primary send",disabled:!r.trim(),"aria-label":"Send",children:"\u27A4"})]})}function Fr({text:t}){return c("div",{class:"markdown",children:Wr(t.split(`
`),0)})}function Wr(t,n){let e=[],r=t;for(;r.length>0;){let[o,i]=sc(r,n);e.push(o),r=r.slice(i)}return e}function sc(t,n){
let e=t[0]??"";if(e.trim()==="")return[null,1];if(e.startsWith("```")){let u=t.findIndex((d,f)=>f>0&&d.startsWith("```")),
h=t.slice(1,u<0?void 0:u);return[c("pre",{children:c("code",{children:h.join(`
`)})}),u<0?t.length:u+1]}let r=u=>{let h=t.findIndex(d=>!u.test(d));return h<0?t.length:h};if(/^> ?/.test(e)&&n<6){let u=r(
/^> ?/),h=t.slice(0,u).map(d=>d.replace(/^> ?/,""));return[c("blockquote",{children:Wr(h,n+1)}),u]}for(let[u,h]of[["ul",
/^[-*] +(?=\S)/],["ol",/^\d{1,3}[.)] +(?=\S)/]]){if(!h.test(e))continue;let d=r(h),f=t.slice(0,d).map(y=>c("li",{children:se(
y.replace(h,""),n)}));return[c(u,{children:f}),d]}let o=/^#{1,4} +(.+)$/.exec(e);if(o)return[c("p",{class:"heading",children:se(
o[1]??"",n)}),1];let i=/^(?:\s*$|```|> ?|[-*] +\S|\d{1,3}[.)] +\S|#{1,4} +\S)/,s=t.findIndex((u,h)=>h>0&&i.test(u)),a=s<
0?t.length:s;return[c("p",{children:se(t.slice(0,a).join(`
`),n)}),a]}var ic=new RegExp(["`(?<code>[^`\\n]+)`","!\\[(?<alt>[^\\]\\n]{0,200})\\]\\((?<image>[^\\s()]+)\\)","\\[(?<lab\
el>[^\\]\\n]{1,200})\\]\\((?<link>[^\\s()]+)\\)","\\*\\*(?<strong>[^*\\n]+|[^\\n]+?)\\*\\*","(?<![\\w*])\\*(?<star>[^*\\s][\
^*\\n]*)\\*","(?<!\\w)_(?<emphasis>[^_\\s][^_\\n]*)_(?!\\w)","~~(?<strike>[^~\\n]+)~~","(?<url>https?://[^\\s<>\"'`]+[^\\s<\
>\"'`.,;:!?)\\]])","(?<newline>\\n)"].join("|"),"g");function se(t,n){if(n>=6)return[t];let e=[],r=0;for(let o of t.matchAll(
ic))e.push(t.slice(r,o.index),oc(o,n+1)),r=o.index+o[0].length;return e.push(t.slice(r)),e}function oc({0:t,groups:n={}},e){
let{code:r,alt:o,image:i,label:s,link:a,strong:u,star:h,strike:d,url:f,newline:y}=n,l=h??n.emphasis;if(r!==void 0)return c(
"code",{children:r});if(u!==void 0)return c("strong",{children:se(u,e)});if(l!==void 0)return c("em",{children:se(l,e)});
if(d!==void 0)return c("s",{children:se(d,e)});if(y!==void 0)return c("br",{});if(i!==void 0){let k=Nr(i,["https:","http\
:"]);return k?c(ac,{src:k,alt:o??""}):t}let m=a??f??"",R=Nr(m,["https:","http:","mailto:"]);if(!R)return t;let v=s===void 0?
m:se(s,6);return c("a",{href:R,target:"_blank",rel:"noopener noreferrer nofollow",children:v})}function ac({src:t,alt:n}){
return c("a",{class:"picture",href:t,target:"_blank",rel:"noopener noreferrer nofollow",children:c("img",{src:t,alt:n||"\
picture",loading:"lazy",referrerpolicy:"no-referrer"})})}function Nr(t,n){try{let e=new URL(t);return n.includes(e.protocol)?
e.href:void 0}catch{return}}var cc=5*6e4;function Lr({messenger:t,room:n,message:e,before:r}){let{seq:o,author:i,name:s,kind:a,text:u,time:h,failed:d}=e,
f=n.divider!==void 0&&o!==void 0&&o>n.divider&&(r?.seq??0)<=n.divider,y=new Date(h).toDateString(),l=r?new Date(r.time).
toDateString()!==y:!1,m=i===t.me.id,R=r?.kind==="text"&&r.author===i&&r.name===s&&h-r.time<cc&&!f&&!l;return c(q,{children:[
l&&c("li",{class:"day",children:c("span",{children:new Date(h).toLocaleDateString([],{weekday:"long",day:"numeric",month:"\
long"})})}),f&&c("li",{class:"divider",children:c("span",{children:"New"})}),a==="system"?c("li",{class:"system","data-m\
essage":e.id,children:[s," ",u," \xB7 ",c(Re,{at:h})]}):c("li",{class:`message${m?" mine":""}${R?" follows":""}${o===void 0?
" waiting":""}`,"data-message":e.id,children:[!m&&(R?c("span",{class:"avatar-space"}):c(L,{name:s})),c("div",{class:"bub\
ble",children:[!m&&!R&&c("div",{class:"author",children:s}),c(Fr,{text:u}),c("div",{class:"meta",children:[c(Re,{at:h}),
m&&c(uc,{messenger:t,room:n,message:e})]}),d&&c("div",{class:"failed",role:"alert",children:["Not sent: ",d,c("button",{
onClick:()=>t.retry(e),children:"Try again"}),c("button",{onClick:()=>t.discard(e),children:"Discard"})]})]})]})]})}function uc({
messenger:t,room:n,message:{seq:e,failed:r}}){if(r)return null;if(e===void 0)return c("span",{class:"status",title:"On i\
ts way",children:[c("span",{class:"hidden",children:"on its way"}),"\u25F7"]});let o=n.members.filter(({id:i,read:s})=>i!==
t.me.id&&s>=e).map(({name:i})=>i);return o.length===0?c("span",{class:"status",title:"Sent",children:[c("span",{class:"h\
idden",children:"sent"}),"\u2713"]}):c("span",{class:"status read",title:`Read by ${o.join(", ")}`,children:[c("span",{class:"\
hidden",children:["read by ",o.join(", ")]}),"\u2713\u2713"]})}var dc=80;function jr({messenger:t,inspect:n}){let e=t.current,[r,o]=E(!1);if(!e)return c("main",{class:"chat empty",children:c(
"p",{class:"hint",children:t.loaded?"Choose a room.":"Loading\u2026"})});let i=ue(e,t.me.id),s=new Set(t.present.map(({id:a})=>a)).
size;return c("main",{class:`chat${r?" show-members":""}`,"aria-label":i,children:[c("header",{children:[c("button",{class:"\
icon back","aria-label":"Back to the rooms",onClick:()=>t.closeRoom(),children:"\u2039"}),e.direct?c(L,{name:i}):c("span",
{class:"hash","aria-hidden":"true",children:"#"}),c("div",{class:"title",children:[c("h1",{children:i}),c("span",{class:"\
online",children:[s," online"]})]}),c("button",{class:"only-small",onClick:n,"aria-label":"Inspector",children:"\u24D8"}),
t instanceof N&&!e.direct&&c("button",{onClick:()=>{lc(t,e)},children:"Leave"}),c("button",{class:"members-toggle","aria\
-expanded":r,onClick:()=>o(!r),children:"Members"})]}),c(fc,{messenger:t,room:e},e.id),c("p",{class:"typing","aria-live":"\
polite",children:hc(t.typing)}),c(Ar,{messenger:t,name:i},`composer ${e.id}`),c(pc,{messenger:t,room:e})]})}async function lc(t,n){
try{await t.leave(n)}catch(e){t.notify({text:O(e)})}}function hc(t){return t.length===0?"":t.length>3?"Several people ar\
e typing\u2026":`${t.join(", ")} ${t.length===1?"is":"are"} typing\u2026`}function fc({messenger:t,room:n}){let e=H(null),
r=H({atEnd:!0,height:0,top:0,first:""}),[o,i]=E(!1),s=n.messages[0]?.id??"";fn(()=>{let h=e.current,{atEnd:d,height:f,top:y,
first:l}=r.current;d?h.scrollTop=h.scrollHeight:l!==s&&(h.scrollTop=y+h.scrollHeight-f),Object.assign(r.current,{height:h.
scrollHeight,top:h.scrollTop,first:s})}),C(()=>{let h=()=>{let f=e.current;r.current.atEnd&&(f.scrollTop=f.scrollHeight),
r.current.height=f.scrollHeight},d=new ResizeObserver(h);return d.observe(e.current),d.observe(e.current.firstElementChild),
()=>d.disconnect()},[]);async function a(){if(!(o||n.complete||!n.loaded)){i(!0);try{await t.loadOlder(n)}catch(h){t.notify(
{text:O(h)})}finally{i(!1)}}}function u(){let{scrollTop:h,scrollHeight:d,clientHeight:f}=e.current;Object.assign(r.current,
{top:h,height:d,atEnd:d-h-f<dc}),h<200&&a()}return c("div",{class:"messages",ref:e,onScroll:u,tabIndex:0,role:"log","ari\
a-label":"Messages","aria-busy":!n.loaded,children:c("div",{children:[n.loaded&&!n.complete&&c("button",{class:"older",disabled:o,
onClick:()=>{a()},children:o?"Loading\u2026":"Older messages"}),n.loaded&&n.complete&&c("p",{class:"beginning",children:[
"This is where ",ue(n,t.me.id)," begins."]}),c("ol",{children:n.messages.map((h,d)=>c(Lr,{messenger:t,room:n,message:h,before:n.
messages[d-1]},h.id))})]})})}function pc({messenger:t,room:n}){let e=new Set(t.present.map(({id:i})=>i)),r=new Map(n.members.
map(({id:i,name:s})=>[i,s]));for(let{id:i,name:s}of t.present)t.accounts||r.set(i,s);let o=[...r].sort(([i,s],[a,u])=>Number(
e.has(a))-Number(e.has(i))||s.localeCompare(u));return c("aside",{class:"members","aria-label":"Members",children:[c("h2",
{children:"Members"}),c("ul",{children:o.map(([i,s])=>c("li",{class:e.has(i)?"here":"away",children:[c(L,{name:s,small:!0,
online:e.has(i)}),c("span",{children:[s,i===t.me.id&&" (you)"]}),c("span",{class:"hidden",children:e.has(i)?"online":"aw\
ay"})]},i))})]})}var Or=[["Ctrl K","Find a room"],["Alt \u2191 / Alt \u2193","Room above, room below"],["Enter","Send; Shift Enter for a \
new line"],["Esc","Close what is open; back to the text field"],["Ctrl .","Connection inspector"],["?","This help (outsi\
de of text fields)"]];function Vr(t,n){C(()=>{let e=r=>{bc(r,t,n)&&r.preventDefault()};return document.addEventListener(
"keydown",e),()=>document.removeEventListener("keydown",e)},[t])}function bc(t,n,e){if(document.querySelector("dialog[op\
en]"))return!1;let r=t.ctrlKey||t.metaKey,o=t.target instanceof Element&&t.target.matches("input, textarea");if(r&&t.key.
toLowerCase()==="k")return Hr("#find");if(r&&t.key===".")e.inspector();else if(t.key==="?"&&!o)e.help();else if(t.key===
"Escape")e.close(),Hr("#composer");else if(t.altKey&&(t.key==="ArrowUp"||t.key==="ArrowDown")){let i=[...document.querySelectorAll(
"[data-room]")].map(({dataset:u})=>u.room),s=i.indexOf(n.current?.id??"")+(t.key==="ArrowUp"?-1:1),a=i[(s+i.length)%i.length];
a&&n.open(a)}else return!1;return!0}function Hr(t){let n=document.querySelector(t);return n?.focus(),n!==null}function Gr({title:t,close:n,children:e}){return c("aside",{class:"drawer","aria-label":t,children:[c("header",{children:[
c("h2",{children:t}),c("button",{class:"icon","aria-label":`Close ${t}`,onClick:n,children:"\xD7"})]}),c("div",{class:"b\
ody",children:e})]})}function zr({close:t}){return c(Gr,{title:"Keyboard",close:t,children:[c("dl",{class:"shortcuts",children:Or.
map(([n,e])=>c("div",{children:[c("dt",{children:c("kbd",{children:n})}),c("dd",{children:e})]},n))}),c("h3",{children:"\
In messages"}),c("p",{children:[c("code",{children:"**bold**"})," ",c("code",{children:"*italic*"})," ",c("code",{children:"\
~~struck~~"})," ",c("code",{children:"`code`"})," ",c("code",{children:"[link](https://\u2026)"})," ",c("code",{children:"\
![picture](https://\u2026)"}),", lists with ",c("code",{children:"-"}),", quotes with ",c("code",{children:">"}),", code\
 blocks with ",c("code",{children:"```"}),"."]})]})}function Jr({messenger:t,close:n}){let{inspector:e,client:r}=t;return c(
Gr,{title:"Inspector",close:n,children:[c("section",{"aria-label":"Connection",children:[c("h3",{children:"Connection"}),
c("p",{children:[c("span",{class:`state ${r.state}`,children:r.state})," ",e.connection&&c("code",{children:e.connection})]}),
c("p",{class:"hint",children:[e.reconnects===0?"Never interrupted":`Interrupted ${e.reconnects} ${e.reconnects===1?"time":
"times"}`," since the page was opened."]})]}),c("section",{"aria-label":"Channels",children:[c("h3",{children:"Channels"}),
c("table",{children:[c("thead",{children:c("tr",{children:[c("th",{children:"Channel"}),c("th",{children:"Position"}),c(
"th",{children:"Last recovery"})]})}),c("tbody",{children:[...e.watched.values()].map(({subscription:o,outcome:i,received:s})=>c(
"tr",{"data-channel":o.channel,children:[c("td",{children:[c("code",{children:o.channel}),c("small",{children:[o.state,"\
, ",s," received"]})]}),c("td",{children:o.position?c(q,{children:[c("b",{children:["#",String(o.position.offset)]}),c("\
small",{children:["epoch ",o.position.epoch.slice(0,8)]})]}):"\u2013"}),c("td",{children:i&&c("span",{class:`outcome ${i}`,
children:i})})]},o.channel))})]})]}),c("section",{"aria-label":"Frames",children:[c("h3",{children:["Frames ",c("button",
{onClick:()=>e.clear(),children:"Clear"})]}),c("ol",{class:"frames",children:e.entries.map(o=>c(mc,{entry:o},o.id))})]})]})}
var gc={up:"\u2191",down:"\u2193",note:"\u2022"};function mc({entry:{time:t,direction:n,title:e,channel:r,bytes:o,detail:i}}){
let s=c(q,{children:[c("span",{class:`arrow ${n}`,children:gc[n]}),c("span",{class:"what",children:[e," ",r&&c("code",{children:r}),
n==="note"&&c("small",{children:i})]}),c("span",{class:"size",children:o>0&&`${o} B`}),c("time",{children:new Date(t).toLocaleTimeString(
[],{hour12:!1})})]});return!i||n==="note"?c("li",{class:"frame",children:s}):c("li",{children:c("details",{children:[c("\
summary",{class:"frame",children:s}),c("pre",{children:i})]})})}function Kr(t){let[,n]=dt(e=>e+1,0);C(()=>t.subscribe(()=>n(void 0)),[t])}function Xr({backend:t,reason:n,signIn:e}){let[r,o]=E(""),[i,s]=E(!1),[a,u]=E(n),h=H(null);C(()=>h.current?.focus(),[]);
async function d(f){f.preventDefault(),s(!0);try{await e(r)}catch(y){u(y instanceof A?y.message:`The backend at ${t} doe\
s not answer (${O(y)}): is clients/messenger/run running?`),s(!1)}}return c("main",{class:"centered",children:c("form",{
class:"card",onSubmit:f=>{d(f)},children:[c("img",{src:"/icon.svg",alt:"",width:"48",height:"48"}),c("h1",{children:"Fan\
wire messenger"}),c("p",{children:"Choose a name. This is a demo: there is no password."}),c("label",{children:["Name",c(
"input",{ref:h,value:r,onInput:({currentTarget:f})=>o(f.value),maxLength:30,autocomplete:"nickname",required:!0})]}),c("\
button",{class:"primary",disabled:i||!r.trim(),children:i?"One moment\u2026":"Sign in"}),c("p",{class:"error",role:"aler\
t",children:a})]})})}function Ft(){let[t,n]=E("");return[t,r=>{r().then(()=>{document.querySelector("dialog")?.close(),fe()},o=>n(O(o)))}]}function Yr({
messenger:t,close:n}){let[e,r]=Ft();return c(De,{title:"New room",close:n,children:[c(Zr,{label:"Name of the room",action:"\
Create",longest:40,submit:o=>r(()=>t.create(o))}),c("p",{class:"error",role:"alert",children:e})]})}function Qr({messenger:t,
close:n}){let e=r=>{t.rename(r),n()};return c(De,{title:"Your name",close:n,children:c(Zr,{label:"Name",action:"Change",
longest:30,initial:t.me.name,submit:e})})}function Zr({label:t,action:n,longest:e,initial:r="",submit:o}){let[i,s]=E(r);
return c("form",{class:"name-form",onSubmit:u=>{u.preventDefault(),o(i.trim())},children:[c("label",{children:[t,c("inpu\
t",{value:i,onInput:({currentTarget:u})=>s(u.value),maxLength:e,autofocus:!0,required:!0})]}),c("button",{class:"primary",
disabled:!i.trim(),children:n})]})}function es({messenger:t,close:n}){let[e,r]=E(),[o,i]=Ft(),[s,a]=E("");return C(()=>{
t.discover().then(r,u=>a(O(u)))},[]),c(De,{title:"Discover rooms",close:n,children:[c("ul",{class:"choices",children:e?.
map(({id:u,name:h,members:d})=>c("li",{children:[c("span",{class:"hash","aria-hidden":"true",children:"#"}),c("span",{class:"\
grow",children:[c("strong",{children:h}),c("small",{children:d===1?"1 member":`${d} members`})]}),t.rooms.has(u)?c("butt\
on",{"aria-label":`Open ${h}`,onClick:()=>i(()=>t.open(u)),children:"Open"}):c("button",{class:"primary","aria-label":`J\
oin ${h}`,onClick:()=>i(()=>t.join(u)),children:"Join"})]},u))}),c("p",{class:"error",role:"alert",children:o||s})]})}function ts({
messenger:t,close:n}){let[e,r]=E(),[o,i]=Ft(),[s,a]=E("");C(()=>{t.users().then(r,h=>a(O(h)))},[]);let u=e?.filter(({id:h})=>h!==
t.me.id);return c(De,{title:"People",close:n,children:[c("p",{class:"hint",children:"A conversation of two is private: n\
obody else can find it."}),c("ul",{class:"choices",children:u?.map(({id:h,name:d})=>c("li",{children:[c(L,{name:d}),c("s\
pan",{class:"grow",children:c("strong",{children:d})}),c("button",{"aria-label":`Write to ${d}`,onClick:()=>i(()=>t.direct(
h)),children:"Write"})]},h))}),u?.length===0&&c("p",{class:"hint",children:"Nobody else is here yet."}),c("p",{class:"er\
ror",role:"alert",children:o||s})]})}function ns({messenger:t,inspect:n,help:e,inspecting:r}){let[o,i]=E(""),[s,a]=E(),u=()=>a(void 0),h=t.me.id,d=o.trim().toLowerCase(),
f=[...t.rooms.values()].filter(l=>ue(l,h).toLowerCase().includes(d)).sort((l,m)=>(m.last?.time??0)-(l.last?.time??0));function y(l){
l.key!=="Enter"||!f[0]||(i(""),t.open(f[0].id).then(fe))}return c("aside",{class:"sidebar","aria-label":"Rooms",children:[
c("header",{children:[c(L,{name:t.me.name}),c("div",{class:"me",children:[c("strong",{children:t.me.name}),c(yc,{messenger:t})]}),
t instanceof re&&c("button",{class:"icon",title:"Change your name","aria-label":"Change your name",onClick:()=>a("rename"),
children:"\u270E"}),t instanceof N&&c("button",{class:"icon",title:"Sign out","aria-label":"Sign out",onClick:()=>{t.signOut()},
children:"\u21E5"})]}),t.accounts&&c("div",{class:"actions",children:[c("input",{id:"find",type:"search",placeholder:"Fi\
nd a room","aria-label":"Find a room",value:o,onInput:({currentTarget:l})=>i(l.value),onKeyDown:y}),c("div",{class:"butt\
ons",children:[c("button",{onClick:()=>a("discover"),children:"Discover"}),c("button",{onClick:()=>a("new"),children:"Ne\
w room"}),c("button",{onClick:()=>a("people"),children:"People"})]})]}),c("nav",{"aria-label":"Your rooms",children:[c("\
ul",{children:f.map(l=>c(wc,{room:l,messenger:t},l.id))}),t.loaded&&f.length===0&&c("p",{class:"hint",children:d?"No roo\
m of that name.":"You are in no room. Discover one, or make your own."})]}),c("footer",{children:[c("label",{class:"swit\
ch",children:[c("input",{type:"checkbox",role:"switch",checked:t.network.offline,onChange:({currentTarget:l})=>t.network.
offline=l.checked}),c("span",{class:"track","aria-hidden":"true"}),"Offline"]}),c("button",{"aria-pressed":r,onClick:n,title:"\
Ctrl .",children:"Inspector"}),c("button",{class:"icon","aria-label":"Keyboard shortcuts",title:"Keyboard shortcuts",onClick:e,
children:"?"})]}),s==="new"&&t instanceof N&&c(Yr,{messenger:t,close:u}),s==="discover"&&t instanceof N&&c(es,{messenger:t,
close:u}),s==="people"&&t instanceof N&&c(ts,{messenger:t,close:u}),s==="rename"&&t instanceof re&&c(Qr,{messenger:t,close:u})]})}
function yc({messenger:t}){let{state:n}=t.client,e=t.network.offline,r=e?"offline":n==="connected"?"connected":"connecti\
ng\u2026";return c("span",{class:`state ${e?"offline":n}`,role:"status",children:r})}function wc({room:t,messenger:n}){let e=n.
me.id,r=ue(t,e),o=t===n.current?0:Pe(t,e),i=t.messages.at(-1)??t.last,s=i&&i.kind==="text"&&!t.direct?`${i.author===e?"Y\
ou":i.name}: `:"",a=i?i.kind==="system"?`${i.name} ${i.text}`:s+i.text:"";return c("li",{children:c("button",{class:"roo\
m","data-room":t.id,"aria-current":t===n.current?"true":void 0,onClick:()=>{n.open(t.id)},children:[t.direct?c(L,{name:r}):
c("span",{class:"hash","aria-hidden":"true",children:"#"}),c("span",{class:"summary",children:[c("span",{class:"line",children:[
c("strong",{children:r}),i&&c(Re,{at:i.time})]}),c("span",{class:"line",children:[c("span",{class:"preview",children:a}),
o>0&&c("span",{class:"badge",children:[c("span",{class:"hidden",children:"unread: "}),o>99?"99+":o]})]})]})]})})}var Wt="session";function rs({config:t,network:n}){let[e,r]=E(()=>t.backend?a():void 0),[o,i]=E("");function s(h){let d=y=>{
f.close(),sessionStorage.removeItem(Wt),i(y),r(l=>l===f?void 0:l)},f=new N(h,n,t.server,t.backend,d);return f}function a(){
let h=sessionStorage.getItem(Wt);return h?s(JSON.parse(h)):void 0}if(C(()=>{t.backend||r(new re(n,t.server))},[]),C(()=>(e?.
start(),()=>e?.close()),[e]),e)return c(_c,{messenger:e},e.me.id);if(!t.backend)return null;let u=new he(t.backend,n);return c(
Xr,{backend:t.backend,reason:o,signIn:async h=>{let d=await u.login(h);sessionStorage.setItem(Wt,JSON.stringify(d)),i(""),
r(s(d))}})}function _c({messenger:t}){Kr(t);let[n,e]=E(),r=o=>e(i=>i===o?void 0:o);return Vr(t,{inspector:()=>r("inspect\
or"),help:()=>r("help"),close:()=>e(void 0)}),C(()=>{let o=t.unread;document.title=o>0?`(${o}) Fanwire messenger`:"Fanwi\
re messenger"}),C(()=>{let o=[...t.rooms.values()][0];t.loaded&&o&&!t.current&&matchMedia("(min-width: 760px)").matches&&
t.open(o.id)},[t.loaded]),t.fatal?c(vc,{title:t.fatal.title,text:t.fatal.text}):c("div",{class:`app${t.current?" in-room":
""}${n?" with-drawer":""}`,children:[c(ns,{messenger:t,inspect:()=>r("inspector"),help:()=>r("help"),inspecting:n==="ins\
pector"}),c(jr,{messenger:t,inspect:()=>r("inspector")}),n==="inspector"&&c(Jr,{messenger:t,close:()=>e(void 0)}),n==="h\
elp"&&c(zr,{close:()=>e(void 0)}),c("div",{class:"notices",role:"status","aria-live":"polite",children:t.notice&&c("div",
{class:"notice",children:[t.notice.text,t.notice.outcome&&c("span",{class:`outcome ${t.notice.outcome}`,children:t.notice.
outcome})]})})]})}function vc({title:t,text:n}){return c("main",{class:"centered",children:c("div",{class:"card",role:"a\
lert",children:[c("div",{class:"fatal-mark","aria-hidden":"true",children:"!"}),c("h1",{children:t}),c("p",{children:n}),
c("button",{class:"primary",autofocus:!0,onClick:()=>location.reload(),children:"Start again"})]})})}var ss=document.getElementById("app");try{let t=await(await fetch("/config.json")).json();tn(c(rs,{config:t,network:new qe}),
ss)}catch(t){ss.textContent=`The page cannot start: ${t instanceof Error?t.message:t}. Reload it once the server is back\
.`}
